using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Settings;

/// <summary>The HTTP API.</summary>
public sealed record HttpSettings
{
    /// <summary>Address to listen on.</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; init; } = 8_080;
}

using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Settings;

/// <summary>First access.</summary>
public sealed record AdminSettings
{
    /// <summary>
    /// Key of account 1, made at start when it is not there. Without it a fresh data directory gets a random one, printed once at start.
    /// </summary>
    [StringLength(200, MinimumLength = 16)]
    public string? ApiKey { get; init; }
}

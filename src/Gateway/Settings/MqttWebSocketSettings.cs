using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Settings;

/// <summary>MQTT over WebSocket, at <c>/mqtt</c> of the HTTP port.</summary>
public sealed record MqttWebSocketSettings
{
    /// <summary>Whether it answers there. Who may connect is the same as everywhere.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Origins of web pages that may connect, separated by commas, beside pages of this host and port; <c>*</c> is any.</summary>
    [MaxLength(4_096)]
    public string Origins { get; init; } = "";

    internal string[] AllowedOrigins => Origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

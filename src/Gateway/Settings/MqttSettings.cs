using System.ComponentModel.DataAnnotations;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Gateway.Settings;

/// <summary>The MQTT endpoint.</summary>
public sealed record MqttSettings
{
    /// <summary>Whether there is an endpoint of our own, on whatever transport; off where all devices speak to an external broker.</summary>
    public bool Listen { get; init; } = true;

    /// <summary>Address to listen on. Loopback by default: nothing is reachable from outside until that is asked for.</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; init; } = 1_883;

    /// <summary>
    /// Accept CONNECT without credentials: the client id becomes the vehicle id in account 1, registered at its first publish. Off by default.
    /// </summary>
    public bool OpenEnrollment { get; init; }

    public MqttTlsSettings Tls { get; init; } = new();

    public MqttWebSocketSettings WebSocket { get; init; } = new();

    public MqttLimits Limits { get; init; } = new();

    public BrokerSettings Broker { get; init; } = new();
}

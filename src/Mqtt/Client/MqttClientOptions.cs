using System.Net.Security;

namespace EdgeRelay.Mqtt.Client;

/// <summary>How one client connects. Immutable; one record may serve many clients by <c>with</c>.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    public int Port { get; init; } = 1883;

    /// <summary>Empty lets the server choose (3.1.1: only with <see cref="CleanStart"/>).</summary>
    public string ClientId { get; init; } = "";

    public string? UserName { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>4 is MQTT 3.1.1, 5 is MQTT 5.0.</summary>
    public byte ProtocolVersion { get; init; } = 5;

    /// <summary>0 turns the client's pings off.</summary>
    public ushort KeepAliveSeconds { get; init; } = 60;

    public bool CleanStart { get; init; } = true;

    public MqttWill? Will { get; init; }

    /// <summary>Messages from the server that may await their acknowledgement here. Announced in 5.0, and the size of the receive queue.</summary>
    public ushort ReceiveMaximum { get; init; } = 64;

    /// <summary>Publishes that may be under way at once. In 5.0 the server's Receive Maximum bounds it too.</summary>
    public ushort MaximumInFlight { get; init; } = 64;

    /// <summary>Largest packet taken from the server, bytes. Announced in 5.0; a larger one closes the connection.</summary>
    public int MaximumPacketSize { get; init; } = 262_144;

    /// <summary>Null for plain TCP. An empty target host is filled in with <see cref="Host"/>.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>From the first packet to CONNACK.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

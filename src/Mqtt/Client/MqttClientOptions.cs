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

    /// <summary>How long the server shall keep the session after the connection, seconds. 5.0 only: in 3.1.1 a session that is not clean has no end.</summary>
    public uint SessionExpirySeconds { get; init; }

    public MqttWill? Will { get; init; }

    /// <summary>
    /// Messages from the server that may await their acknowledgement here, and the size of the receive queue. Announced in 5.0; a server of 3.1.1
    /// cannot be told, so there the client stops reading at it.
    /// </summary>
    public ushort ReceiveMaximum { get; init; } = 64;

    /// <summary>
    /// Stop reading at Receive Maximum in 5.0 too, instead of leaving a server that sends more. Mosquitto 2.0.11 does, to a session that comes back to a
    /// long queue.
    /// </summary>
    public bool PausesAtReceiveMaximum { get; init; }

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

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace EdgeRelay.Mqtt.Server;

/// <summary>What a client says of itself in CONNECT, and where it comes from.</summary>
public sealed record ConnectRequest
{
    /// <summary>Empty when the client leaves the choice to the server.</summary>
    public required string ClientId { get; init; }

    public string? UserName { get; init; }

    /// <summary>Empty when there is none. Valid only while the verdict is being made.</summary>
    public ReadOnlyMemory<byte> Password { get; init; }

    /// <summary>4 is MQTT 3.1.1, 5 is MQTT 5.0.</summary>
    public required byte ProtocolVersion { get; init; }

    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The certificate that the client proved in the TLS handshake to have; null when it showed none. The host's own check let it pass.</summary>
    public X509Certificate2? ClientCertificate { get; init; }
}

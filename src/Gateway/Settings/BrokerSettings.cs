using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Gateway.Settings;

/// <summary>A broker that the operator has already, whose telemetry the gateway takes as a client.</summary>
public sealed record BrokerSettings
{
    private const int PlainPort = 1_883;
    private const int TlsPort = 8_883;

    /// <summary><c>mqtt://host:1883</c>, or <c>mqtts://host:8883</c> for TLS. Empty: there is none.</summary>
    [MaxLength(300)]
    public string Url { get; init; } = "";

    /// <summary>Account at the broker; none signs in without one.</summary>
    [StringLength(320, MinimumLength = 1)]
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    [StringLength(1_024, MinimumLength = 1)]
    public string? Password { get; init; }

    /// <summary>PEM file of the authorities that may sign the broker's certificate; empty takes the machine's.</summary>
    [MaxLength(4_096)]
    public string CaFile { get; init; } = "";

    /// <summary>PEM file of the gateway's own certificate, for a broker that asks for one.</summary>
    [MaxLength(4_096)]
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file of its private key; empty takes the certificate's file.</summary>
    [MaxLength(4_096)]
    public string KeyFile { get; init; } = "";

    /// <summary>
    /// By which the broker knows the gateway's session. Empty takes one that belongs to the data directory, so that a restart finds its session and two
    /// gateways never share one.
    /// </summary>
    [MaxLength(64)]
    public string ClientId { get; init; } = "";

    /// <summary>What is subscribed to. With a shared subscription the broker deals messages out to all gateways of the group.</summary>
    [Required]
    [MaxLength(256)]
    public string TopicFilter { get; init; } = "$share/edgerelay/edgerelay/v1/+/+/+";

    /// <summary>How long the broker keeps what it has for the gateway while that is away, seconds. A week: longer than a long weekend.</summary>
    [Range(60, 31_536_000)]
    public int SessionExpirySeconds { get; init; } = 604_800;

    /// <summary>Messages that may await their commit at once: Receive Maximum, and the size of the queue.</summary>
    [Range(1, 65_535)]
    public int ReceiveMaximum { get; init; } = 256;

    /// <summary>Largest packet taken, bytes; what is larger than a payload may be becomes a dead letter. Announced in 5.0; with 3.1.1 a larger one ends the connection.</summary>
    [Range(65_536, 268_435_455)]
    public int MaximumPacketSize { get; init; } = 1_048_576;

    /// <summary>Whether a vehicle that is not known yet is registered at its first message: the broker has let its device in.</summary>
    public bool RegisterVehicles { get; init; }

    /// <summary>Keep-alive, seconds: a broker that says nothing for one and a half times as long is left.</summary>
    [Range(2, 3_600)]
    public int KeepAliveSeconds { get; init; } = 30;

    /// <summary>First wait before another try, ms; each further one is twice as long.</summary>
    [Range(10, 60_000)]
    public int ReconnectMilliseconds { get; init; } = 1_000;

    /// <summary>Longest wait before another try, seconds.</summary>
    [Range(1, 3_600)]
    public int ReconnectMaximumSeconds { get; init; } = 60;

    internal bool IsSet => Url.Length > 0;

    internal bool IsTls => Url.StartsWith("mqtts:", StringComparison.OrdinalIgnoreCase);

    internal string Host => new Uri(Url).IdnHost;

    internal int Port => new Uri(Url) is { Port: > 0 and var port } ? port : IsTls ? TlsPort : PlainPort;

    /// <summary>What does not fit together: the setting's name and what it must be.</summary>
    internal IEnumerable<(string Setting, string Fault)> Faults()
    {
        if (!IsSet)
        {
            yield break;
        }

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("mqtt" or "mqtts") || url.Host.Length == 0
            || url.UserInfo.Length > 0 || url.PathAndQuery is not ("" or "/"))
        {
            yield return (nameof(Url), "must be mqtt://host:port or mqtts://host:port, without user name, path or query");
        }

        if (Password is not null && UserName is null)
        {
            yield return (nameof(UserName), "is needed with a password");
        }

        foreach (var (setting, file) in new[] { (nameof(CaFile), CaFile), (nameof(CertificateFile), CertificateFile), (nameof(KeyFile), KeyFile) })
        {
            if (file.Length > 0 && !File.Exists(file))
            {
                yield return (setting, "is no file");
            }
            else if (file.Length > 0 && !IsTls)
            {
                yield return (setting, "is used with mqtts:// alone");
            }
        }

        if (KeyFile.Length > 0 && CertificateFile.Length == 0)
        {
            yield return (nameof(CertificateFile), "is needed with a key");
        }
    }
}

using System.Text.Json.Serialization;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The certificate by which requests identify themselves in the TLS handshake.</summary>
internal sealed record WebhookCertificate
{
    /// <summary>Base64 of a PKCS#12 file with certificate and private key. Only written, never shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pfx { get; init; }

    /// <summary>PEM text: certificate, private key, intermediate certificates. Only written, never shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pem { get; init; }

    /// <summary>Password of the PKCS#12 file or of the private key. Only written, never shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Password { get; init; }

    /// <summary>Ignored in requests, like the next two: without <c>pfx</c> or <c>pem</c> the stored certificate stays.</summary>
    public string? Subject { get; init; }

    /// <summary>SHA-1 of the certificate, hex.</summary>
    public string? Thumbprint { get; init; }

    public DateTimeOffset? NotAfter { get; init; }
}

using System.ComponentModel.DataAnnotations;
using EdgeRelay.Gateway.Tls;

namespace EdgeRelay.Gateway.Settings;

/// <summary>MQTT over TLS, on a listener of its own. Off until there is a certificate.</summary>
public sealed record MqttTlsSettings
{
    /// <summary>Address to listen on.</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; init; } = 8_883;

    /// <summary>
    /// The server's certificate and those between it and its root: PEM, or PKCS#12 with the key in it. Empty: no TLS listener. The file is looked at
    /// again every <see cref="CheckSeconds"/>.
    /// </summary>
    [MaxLength(4_096)]
    public string CertificateFile { get; init; } = "";

    /// <summary>Its private key in PEM; empty when the certificate's file holds it.</summary>
    [MaxLength(4_096)]
    public string KeyFile { get; init; } = "";

    /// <summary>What the key, or the PKCS#12 file, is encrypted with.</summary>
    [StringLength(1_024, MinimumLength = 1)]
    public string? Password { get; init; }

    /// <summary>How often the files are looked at for new ones, seconds; 0 looks at the start alone.</summary>
    [Range(0, 86_400)]
    public int CheckSeconds { get; init; } = 10;

    /// <summary>From accept to a finished handshake, seconds; at it the connection closes.</summary>
    [Range(1, 60)]
    public int HandshakeSeconds { get; init; } = 5;

    /// <summary>Whether devices show certificates of their own.</summary>
    public ClientCertificateDemand ClientCertificates { get; init; }

    /// <summary>PEM file of those who may sign devices' certificates. The machine's own roots count for nothing here.</summary>
    [MaxLength(4_096)]
    public string ClientCaFile { get; init; } = "";

    /// <summary>
    /// The account whose vehicles the certificates name. 0 takes it from the certificate's O, so that whoever may sign devices' certificates decides
    /// about every account.
    /// </summary>
    [Range(0L, long.MaxValue)]
    public long ClientAccount { get; init; } = 1;

    /// <summary>A vehicle that is not known yet is registered at its first publish when it shows a certificate.</summary>
    public bool ClientEnrollment { get; init; }

    /// <summary>Whether certificates may have been taken back.</summary>
    public ClientRevocation ClientRevocation { get; init; }

    internal bool IsSet => CertificateFile.Length > 0;

    /// <summary>What does not fit together or cannot be read: the setting's name and what it must be.</summary>
    public IEnumerable<(string Setting, string Fault)> Faults()
    {
        if (ClientCertificates != ClientCertificateDemand.None && ClientCaFile.Length == 0)
        {
            yield return (nameof(ClientCaFile), "must name those who sign devices' certificates, as certificates are asked for");
        }
        else if (IsSet && TlsMaterial.Read(TlsFiles.Read(this), this, out var fault) is null)
        {
            yield return fault!.Value;
        }
    }
}

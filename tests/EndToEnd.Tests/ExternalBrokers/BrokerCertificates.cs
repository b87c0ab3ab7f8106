using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.ExternalBrokers;

/// <summary>An authority made for one test, a certificate of 127.0.0.1 for the broker and one for the gateway, as PEM files.</summary>
internal sealed class BrokerCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BrokerCertificates()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of a test", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        Issue(authority, "broker", [1]);
        Issue(authority, "gateway", [2]);
    }

    public string AuthorityFile => InFolder("authority.pem");

    public string GatewayCertificate => InFolder("gateway.pem");

    public string GatewayKey => InFolder("gateway.key");

    /// <summary>Lines for the broker's configuration: TLS, and nobody without a certificate of the authority.</summary>
    public string[] BrokerSettings =>
    [
        "allow_anonymous true",
        "cafile " + AuthorityFile,
        "certfile " + InFolder("broker.pem"),
        "keyfile " + InFolder("broker.key"),
        "require_certificate true",
    ];

    public void Dispose() => _folder.Dispose();

    private string InFolder(string name) => Path.Combine(_folder.Path, name);

    private void Issue(X509Certificate2 authority, string name, byte[] serialNumber)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, serialNumber);
        File.WriteAllText(InFolder(name + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(InFolder(name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }
}

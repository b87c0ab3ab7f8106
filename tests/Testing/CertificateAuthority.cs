using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeRelay.Testing;

/// <summary>Signs certificates for one test and writes them into a folder as PEM. Its own certificate is <see cref="File"/>.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly string _folder;
    private readonly string _name;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _made;

    public CertificateAuthority(string folder, string name = "authority")
    {
        (_folder, _name) = (folder, name);
        var request = new CertificateRequest("CN=" + name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Certificate = request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(10));
        System.IO.File.WriteAllText(File, Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    public string File => Path.Combine(_folder, _name + ".pem");

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>For a server on loopback.</summary>
    public IssuedCertificate Server(string name = "localhost", DateTimeOffset? notAfter = null) => Issue($"CN={name}", ForServers, notAfter, names =>
    {
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
    });

    /// <param name="subject">Such as <c>CN=truck-7</c>.</param>
    public IssuedCertificate Client(string subject, string? dnsName = null, DateTimeOffset? notAfter = null, Action<CertificateRequest>? change = null) =>
        Issue(subject, ForClients, notAfter, dnsName is null ? null : names => names.AddDnsName(dnsName), change);

    /// <summary>A list of what was taken back, as its issuer publishes it.</summary>
    public byte[] RevocationList(params X509Certificate2[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            list.AddEntry(certificate);
        }

        return list.Build(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_key),
            1,
            Now.AddDays(1),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false),
            Now.AddDays(-1));
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private IssuedCertificate Issue(
        string subject, string purpose, DateTimeOffset? notAfter, Action<SubjectAlternativeNameBuilder>? names, Action<CertificateRequest>? change = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        if (names is not null)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            names(alternatives);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        change?.Invoke(request);
        var end = notAfter ?? Now.AddYears(1);
        using var signed = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), end.AddMonths(-13), end, RandomNumberGenerator.GetBytes(8));
        var number = Interlocked.Increment(ref _made);
        var issued = new IssuedCertificate(
            Path.Combine(_folder, $"{_name}-{number}.crt"), Path.Combine(_folder, $"{_name}-{number}.key"), signed.CopyWithPrivateKey(key));
        System.IO.File.WriteAllText(issued.File, signed.ExportCertificatePem());
        System.IO.File.WriteAllText(issued.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return issued;
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>A certificate by which requests identify themselves in the TLS handshake, as it is stored and shown.</summary>
/// <param name="Pfx">Certificates and private key: base64 of a PKCS#12 file without a password, as <see cref="ISecretProtector"/> protected it.</param>
public sealed record EndpointCertificate(string Subject, string Thumbprint, DateTimeOffset NotAfter, string Pfx)
{
    /// <summary>Largest file that is read, characters; it fits a request of the API.</summary>
    public const int MaxText = 48 * 1_024;

    /// <summary>Reads the column <see cref="Subscription.ClientCertificate"/>.</summary>
    public static EndpointCertificate? Read(string? stored) => stored is null ? null : JsonSerializer.Deserialize<EndpointCertificate>(stored);

    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Takes a PKCS#12 file.</summary>
    /// <returns>Null when it cannot be read with the password, or holds no certificate with its private key.</returns>
    public static EndpointCertificate? FromPfx(string base64, string? password, ISecretProtector protector)
    {
        ArgumentNullException.ThrowIfNull(base64);
        try
        {
            return Of(X509CertificateLoader.LoadPkcs12Collection(Convert.FromBase64String(base64), password, Exportable), protector);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Takes PEM text: the certificate, its private key, and any intermediate certificates behind it.</summary>
    /// <param name="password">Of an encrypted private key; else null.</param>
    /// <returns>Null when it cannot be read, or holds no certificate with its private key.</returns>
    public static EndpointCertificate? FromPem(string pem, string? password, ISecretProtector protector)
    {
        ArgumentNullException.ThrowIfNull(pem);
        try
        {
            using var leaf = password is null
                ? X509Certificate2.CreateFromPem(pem, pem)
                : X509Certificate2.CreateFromEncryptedPem(pem, pem, password);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);
            all.RemoveAt(0);
            all.Insert(0, leaf);
            return Of(all, protector);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The certificate with its private key, and those that a server may need to trust it.</summary>
    /// <exception cref="CryptographicException">The keys that protected it are not here.</exception>
    public (X509Certificate2 Leaf, X509Certificate2Collection Others) Open(ISecretProtector protector)
    {
        ArgumentNullException.ThrowIfNull(protector);
        var all = X509CertificateLoader.LoadPkcs12Collection(Convert.FromBase64String(protector.Unprotect(Pfx)), null, Exportable);
        var leaf = all.First(c => c.HasPrivateKey);
        all.Remove(leaf);
        return (leaf, all);
    }

    private const X509KeyStorageFlags Exportable = X509KeyStorageFlags.Exportable;

    private static EndpointCertificate? Of(X509Certificate2Collection all, ISecretProtector protector)
    {
        var leaf = all.FirstOrDefault(c => c.HasPrivateKey);
        return leaf is null ? null : new EndpointCertificate(
            leaf.Subject,
            leaf.Thumbprint,
            leaf.NotAfter.ToUniversalTime(),
            protector.Protect(Convert.ToBase64String(all.Export(X509ContentType.Pkcs12)!)));
    }
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Tls;

/// <summary>The certificate that the server shows, and who may sign those of its clients. Immutable; thread-safe.</summary>
/// <remarks>Not disposed of: handshakes that began before a swap go on with it.</remarks>
internal sealed class TlsMaterial
{
    private TlsMaterial(X509Certificate2 certificate, X509Certificate2Collection others, X509Certificate2Collection clientAuthorities)
    {
        // Offline: nothing is fetched from anywhere for a handshake.
        Context = SslStreamCertificateContext.Create(certificate, others, offline: true);
        ClientAuthorities = clientAuthorities;
    }

    public SslStreamCertificateContext Context { get; }

    public X509Certificate2Collection ClientAuthorities { get; }

    public X509Certificate2 Certificate => Context.TargetCertificate;

    /// <returns>Null when something cannot be used; <paramref name="fault"/> says which setting, and what to do.</returns>
    public static TlsMaterial? Read(TlsFiles files, MqttTlsSettings settings, out (string Setting, string Fault)? fault)
    {
        fault = files.Fault;
        if (fault is not null)
        {
            return null;
        }

        var isPem = IsPem(files.Certificate);
        try
        {
            var all = isPem ? Pem(files, settings.Password) : X509CertificateLoader.LoadPkcs12Collection(files.Certificate, settings.Password);
            if (all.FirstOrDefault(c => c.HasPrivateKey) is not { } own)
            {
                fault = (nameof(settings.CertificateFile), $"{settings.CertificateFile} holds no certificate with a private key");
                return null;
            }

            all.Remove(own);
            var authorities = Authorities(files, settings, ref fault);
            return authorities is null ? null : new TlsMaterial(own, all, authorities);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            fault = (
                nameof(settings.CertificateFile),
                $"{settings.CertificateFile} {(isPem ? $"and the key of {KeyPath(settings)} are no PEM certificate and its key" : "is no PKCS#12 file")}, or the password " +
                $"is wrong ({error.Message}); write both anew, the certificate first, those that signed it after it");
            return null;
        }
    }

    private static X509Certificate2Collection? Authorities(TlsFiles files, MqttTlsSettings settings, ref (string, string)? fault)
    {
        var authorities = new X509Certificate2Collection();
        if (files.ClientAuthorities.Length > 0)
        {
            try
            {
                authorities.ImportFromPem(Encoding.UTF8.GetString(files.ClientAuthorities));
            }
            catch (CryptographicException)
            {
                authorities.Clear();
            }
        }

        if (settings.ClientCertificates == ClientCertificateDemand.None || authorities.Count > 0)
        {
            return authorities;
        }

        fault = (nameof(settings.ClientCaFile), $"{settings.ClientCaFile} holds no certificate in PEM");
        return null;
    }

    private static X509Certificate2Collection Pem(TlsFiles files, string? password)
    {
        var certificates = Encoding.UTF8.GetString(files.Certificate);
        var key = files.Key.Length == 0 ? certificates : Encoding.UTF8.GetString(files.Key);
        var own = password is null ? X509Certificate2.CreateFromPem(certificates, key) : X509Certificate2.CreateFromEncryptedPem(certificates, key, password);
        var all = new X509Certificate2Collection();
        all.ImportFromPem(certificates);
        all[0] = OperatingSystem.IsWindows() ? Kept(own) : own;
        return all;
    }

    /// <summary>Windows makes handshakes only with keys that it keeps itself.</summary>
    private static X509Certificate2 Kept(X509Certificate2 ephemeral)
    {
        using (ephemeral)
        {
            return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static bool IsPem(byte[] contents) => contents.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private static string KeyPath(MqttTlsSettings settings) => settings.KeyFile.Length > 0 ? settings.KeyFile : "the same file";
}

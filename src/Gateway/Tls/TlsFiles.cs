using System.Security.Cryptography;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Tls;

/// <summary>What the files of the TLS settings hold at one moment, or why one of them cannot be read.</summary>
/// <param name="Certificate">The server's certificate.</param>
/// <param name="Key">Its key; empty when no file of its own is set.</param>
/// <param name="ClientAuthorities">Those who sign clients' certificates; empty when clients are not asked for any.</param>
/// <param name="Fault">The setting whose file cannot be read, and why.</param>
internal sealed record TlsFiles(byte[] Certificate, byte[] Key, byte[] ClientAuthorities, (string Setting, string Fault)? Fault)
{
    private const int LargestFile = 1_048_576;

    public static TlsFiles Read(MqttTlsSettings settings)
    {
        var asks = settings.ClientCertificates != ClientCertificateDemand.None;
        var fault = default((string, string)?);
        return new TlsFiles(
            Contents(nameof(settings.CertificateFile), settings.CertificateFile, ref fault),
            Contents(nameof(settings.KeyFile), settings.KeyFile, ref fault),
            Contents(nameof(settings.ClientCaFile), asks ? settings.ClientCaFile : "", ref fault),
            fault);
    }

    /// <summary>Differs when what they hold differs; told by content, since a file may be replaced within its time's resolution, or be a link.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { Certificate, Key, ClientAuthorities })
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }

        return Convert.ToHexString(hash.GetHashAndReset()) + Fault;
    }

    private static byte[] Contents(string setting, string path, ref (string, string)? fault)
    {
        if (path.Length == 0)
        {
            return [];
        }

        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            {
                fault ??= (setting, $"{path} is larger than {LargestFile} bytes, which no certificate is");
                return [];
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault ??= (setting, $"{path} cannot be read: {error.Message}");
            return [];
        }
    }
}

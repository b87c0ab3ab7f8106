using System.Security.Cryptography.X509Certificates;

namespace EdgeRelay.Testing;

/// <param name="File">PEM.</param>
/// <param name="KeyFile">PEM, not encrypted.</param>
/// <param name="Certificate">With its key.</param>
public sealed record IssuedCertificate(string File, string KeyFile, X509Certificate2 Certificate)
{
    /// <summary>Puts this certificate and its key where another one lies.</summary>
    public void Replace(IssuedCertificate other)
    {
        System.IO.File.Copy(File, other.File, overwrite: true);
        System.IO.File.Copy(KeyFile, other.KeyFile, overwrite: true);
    }
}

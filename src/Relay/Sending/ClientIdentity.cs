using System.Net.Security;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>A client certificate, opened for use. Immutable; lives as long as connections that use it.</summary>
internal sealed class ClientIdentity
{
    private ClientIdentity(string key, SslStreamCertificateContext certificates) => (Key, Certificates) = (key, certificates);

    /// <summary>Equal for the same certificate.</summary>
    public string Key { get; }

    /// <summary>The certificate with its private key, and the chain that is sent with it.</summary>
    public SslStreamCertificateContext Certificates { get; }

    /// <returns>Null when the subscription has none.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It cannot be opened.</exception>
    public static ClientIdentity? Of(Subscription subscription, ISecretProtector protector)
    {
        if (EndpointCertificate.Read(subscription.ClientCertificate) is not { } stored)
        {
            return null;
        }

        var (leaf, others) = stored.Open(protector);
        return new ClientIdentity(leaf.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), SslStreamCertificateContext.Create(leaf, others, offline: true));
    }
}

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>Keeps secrets unreadable at rest. The host owns the keys. Thread-safe.</summary>
public interface ISecretProtector
{
    string Protect(string secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The keys that protected it are not here.</exception>
    string Unprotect(string protectedSecret);
}

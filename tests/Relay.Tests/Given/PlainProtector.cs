using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>Marks a secret instead of encrypting it: what the host does with keys is the host's matter.</summary>
internal sealed class PlainProtector : ISecretProtector
{
    public string Protect(string secret) => "protected:" + secret;

    public string Unprotect(string protectedSecret) => protectedSecret["protected:".Length..];
}

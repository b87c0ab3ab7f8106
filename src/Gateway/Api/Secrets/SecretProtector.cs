using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.DataProtection;

namespace EdgeRelay.Gateway.Api.Secrets;

/// <summary>Webhooks' secrets at rest: encrypted and authenticated, with a key ring in the data directory. Thread-safe.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector _protector = provider.CreateProtector("EdgeRelay.webhook-secrets.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string Unprotect(string protectedSecret) => _protector.Unprotect(protectedSecret);
}

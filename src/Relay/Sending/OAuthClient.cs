using System.Security.Cryptography;
using System.Text.Json;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>Who asks for tokens where: a subscription's client credentials, opened. Immutable.</summary>
internal sealed class OAuthClient
{
    private OAuthClient(Uri tokenUrl, string id, string secret, OAuthOptions options)
    {
        (TokenUrl, Id, Secret, Options) = (tokenUrl, id, secret, options);
        Key = Convert.ToBase64String(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { options.Write(), id, secret })));
    }

    public Uri TokenUrl { get; }

    public string Id { get; }

    public string Secret { get; }

    public OAuthOptions Options { get; }

    /// <summary>Equal for clients that get the same tokens; tells nothing of the secret.</summary>
    public string Key { get; }

    /// <exception cref="FormatException">What is stored is no client.</exception>
    public static OAuthClient? Of(Subscription subscription, ISecretProtector protector)
    {
        if (subscription.Auth != AuthKind.Oauth2)
        {
            return null;
        }

        if (OAuthOptions.Read(subscription.AuthOptions) is not { } options || subscription.AuthUser is not { } id
            || subscription.AuthSecret is not { } secret || !EndpointUrl.TryParse(options.TokenUrl, out var url, out _))
        {
            throw new FormatException("the OAuth2 client is not whole");
        }

        return new OAuthClient(url.Uri, id, protector.Unprotect(secret), options);
    }
}

using System.Net.Http.Headers;
using System.Text;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>Makes what stands in the <c>Authorization</c> header, once per subscription.</summary>
internal static class Credentials
{
    /// <returns>Null for none, and for OAuth2, whose token is asked for when a request is made.</returns>
    /// <exception cref="FormatException">What is stored cannot stand in a header.</exception>
    public static AuthenticationHeaderValue? Of(Subscription subscription, ISecretProtector protector)
    {
        if (subscription.Auth is AuthKind.None or AuthKind.Oauth2 || subscription.AuthSecret is null)
        {
            return null;
        }

        var secret = protector.Unprotect(subscription.AuthSecret);
        return subscription.Auth switch
        {
            AuthKind.Basic => Basic(subscription.AuthUser ?? "", secret),
            AuthKind.Bearer => Bearer(secret) ?? throw new FormatException("the token cannot stand in a header"),
            _ => Whole(secret),
        };
    }

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <returns>Null when the token has other characters than RFC 6750, section 2.1, allows, or is too long.</returns>
    public static AuthenticationHeaderValue? Bearer(string token) => IsToken68(token) ? new AuthenticationHeaderValue("Bearer", token) : null;

    /// <summary>Letters, digits, <c>-._~+/</c>, and <c>=</c> at the end.</summary>
    internal static bool IsToken68(string token)
    {
        var bare = token.TrimEnd('=');
        return token.Length <= SubscriptionRules.MaxAuthorization && bare.Length > 0
            && bare.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '+' or '/');
    }

    private static AuthenticationHeaderValue Whole(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (!HeaderRules.IsValue(value))
        {
            throw new FormatException("the authorization cannot stand in a header");
        }

        return space < 0
            ? new AuthenticationHeaderValue(value)
            : new AuthenticationHeaderValue(value[..space], value[(space + 1)..]);
    }
}

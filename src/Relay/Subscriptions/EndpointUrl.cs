using System.Diagnostics.CodeAnalysis;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>An absolute http or https URL of at most 2,048 characters, without user information or fragment.</summary>
/// <remarks>That its host is no private address is known only when it is connected to.</remarks>
public sealed record EndpointUrl
{
    /// <summary>Longest URL accepted, characters.</summary>
    public const int MaxLength = 2_048;

    private EndpointUrl(Uri uri) => Uri = uri;

    public Uri Uri { get; }

    /// <param name="fault">The code of the API's error table: url_invalid or url_userinfo.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out EndpointUrl? url,
        [NotNullWhen(false)] out string? fault)
    {
        url = null;
        fault = "url_invalid";
        if (text is null || text.Length is 0 or > MaxLength || HasControlOrSpace(text)
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0 || uri.Fragment.Length > 0)
        {
            return false;
        }

        if (uri.UserInfo.Length > 0)
        {
            fault = "url_userinfo";
            return false;
        }

        fault = null;
        url = new EndpointUrl(uri);
        return true;
    }

    public override string ToString() => Uri.AbsoluteUri;

    private static bool HasControlOrSpace(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) || char.IsWhiteSpace(c))
            {
                return true;
            }
        }

        return false;
    }
}

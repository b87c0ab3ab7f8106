using System.Buffers;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>
/// Which headers a user may add to requests, and what their values may hold. Asked when a webhook is saved and again when a request is made,
/// so that nothing that came into the database by another way reaches the wire. Pure.
/// </summary>
public static class HeaderRules
{
    /// <summary>Headers of one webhook at most.</summary>
    public const int Most = 20;

    /// <summary>Longest name, characters.</summary>
    public const int MaxName = 128;

    /// <summary>Longest value, characters.</summary>
    public const int MaxValue = 4_096;

    /// <summary>What a token of RFC 9110, section 5.6.2, is made of.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that steer the connection, frame the message or are the sender's own.</summary>
    private static readonly HashSet<string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Transfer-Encoding", "Connection", "Keep-Alive", "Expect", "TE", "Trailer", "Upgrade", "HTTP2-Settings", "Cookie", "Cookie2",
        "User-Agent", "Set-Cookie", "Date", "Via", "Stripe-Signature", "Zubie-Signature",
    };

    private static readonly string[] RefusedPrefixes =
    [
        "Content-", "Proxy-", "Sec-", "webhook-", "EdgeRelay-", "svix-", "X-Onfleet-", "X-Samsara-", "X-KT-Webhook-", "X-Hub-Signature",
        "X-GitHub-", "X-Fleetio-Webhook-",
    ];

    /// <returns>Why the name cannot be used, in plain words; null when it can.</returns>
    public static string? NameFault(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxName || !IsToken(name))
        {
            return $"A header's name has 1 to {MaxName} letters, digits and characters such as - and _.";
        }

        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            return "Authorization has a field of its own: auth.";
        }

        return Refused.Contains(name) || RefusedPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase))
            ? $"The header {name} is set by the sender itself or steers the connection; use another name."
            : null;
    }

    /// <returns>Why the header cannot be sent as it is, in plain words; null when it can.</returns>
    public static string? Fault(string? name, string? value)
    {
        if (NameFault(name) is { } fault)
        {
            return fault;
        }

        if (value is null || value.Length > MaxValue || !IsValue(value))
        {
            return $"A header's value has 1 to {MaxValue} visible ASCII characters and spaces, none at its ends.";
        }

        return ComesOutAsGiven(name!, value) ? null : $"The value of {name} is not of the form that this header has.";
    }

    /// <summary>Visible ASCII and spaces, with none at the ends, so that what arrives is what was given (RFC 9110, section 5.5).</summary>
    internal static bool IsValue(string value)
    {
        if (value.Length == 0 || value[0] == ' ' || value[^1] == ' ')
        {
            return false;
        }

        return value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;
    }

    internal static bool IsToken(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExcept(TokenCharacters) < 0;

    /// <summary>The HTTP stack knows the grammar of some headers and writes them in its own way; then the user must write them so.</summary>
    private static bool ComesOutAsGiven(string name, string value)
    {
        using var probe = new HttpRequestMessage();
        try
        {
            probe.Headers.Add(name, value);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return false;
        }

        foreach (var (_, values) in probe.Headers.NonValidated)
        {
            return values.Count == 1 && values.ToString() == value;
        }

        return false;
    }
}

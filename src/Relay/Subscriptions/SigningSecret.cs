using System.Security.Cryptography;
using System.Text;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>
/// A signing secret. It is kept in the text form of Standard Webhooks (<c>whsec_</c> and the base64 of 24 to 64 bytes); the other schemes
/// see the same bytes in the form that their receivers expect.
/// </summary>
public static class SigningSecret
{
    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    /// <summary>A new secret of 32 random bytes.</summary>
    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key inside; null when the text is no such secret.</summary>
    public static byte[]? KeyOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && FromBase64(text[Prefix.Length..]) is { Length: >= LeastBytes and <= MostBytes } key
            ? key
            : null;
    }

    /// <summary>The text that a receiver of the scheme is given.</summary>
    /// <param name="secret">The secret as it is kept, <c>whsec_…</c>.</param>
    /// <exception cref="FormatException">It is no such secret.</exception>
    public static string TextFor(SignatureScheme scheme, string secret)
    {
        var bytes = KeyOf(secret) ?? throw new FormatException("The signing secret is no whsec_ secret.");
        return scheme switch
        {
            SignatureScheme.Standard or SignatureScheme.Svix or SignatureScheme.Stripe or SignatureScheme.None => secret,
            SignatureScheme.Samsara => Convert.ToBase64String(bytes),
            _ => Convert.ToHexStringLower(bytes),
        };
    }

    /// <summary>The key that a receiver of the scheme makes of the text it was given.</summary>
    /// <returns>Null when the text is not what the scheme demands.</returns>
    public static byte[]? KeyFor(SignatureScheme scheme, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return scheme switch
        {
            SignatureScheme.Standard or SignatureScheme.Svix => KeyOf(text),
            SignatureScheme.Onfleet => FromHex(text),
            SignatureScheme.Samsara => FromBase64(text),
            SignatureScheme.None => [],
            _ => text.Length > 0 ? Encoding.UTF8.GetBytes(text) : null,
        };
    }

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    private static byte[]? FromHex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return text.Length is > 0 and <= 1_024 && text.Length % 2 == 0
            && Convert.FromHexString(text, bytes, out _, out var length) == System.Buffers.OperationStatus.Done
            ? bytes[..length]
            : null;
    }
}

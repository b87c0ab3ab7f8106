using System.Security.Cryptography;

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>A signing secret in the text form of Standard Webhooks: <c>whsec_</c> and the base64 of 24 to 64 bytes.</summary>
public static class SigningSecret
{
    private const string Prefix = "whsec_";

    /// <summary>A new secret of 32 random bytes.</summary>
    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key inside; null when the text is no such secret.</summary>
    public static byte[]? KeyOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length is >= 24 and <= 64
            ? key[..length]
            : null;
    }
}

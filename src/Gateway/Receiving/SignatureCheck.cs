using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>
/// Signs and checks as a receiver does, by Standard Webhooks: <c>v1,</c> and base64 of HMAC-SHA256 over <c>id.timestamp.body</c>. Pure.
/// </summary>
internal static class SignatureCheck
{
    /// <summary>How far the timestamp may be from the receiver's clock, either way, seconds.</summary>
    public const int ToleranceSeconds = 300;

    public static string Sign(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. prefix, .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }

    /// <param name="secret">The webhook's secret, <c>whsec_…</c>.</param>
    /// <param name="header">What the request says by this name; null when it does not.</param>
    /// <param name="now">The receiver's clock; null takes any age.</param>
    public static SignatureVerdict Verify(string secret, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset? now)
    {
        if (SigningSecret.KeyOf(secret) is not { } key)
        {
            return new SignatureVerdict("the secret is none: it begins with whsec_, and 24 to 64 bytes in base64 follow");
        }

        if (header("webhook-id") is not { Length: > 0 } id)
        {
            return new SignatureVerdict("the header webhook-id is missing");
        }

        if (header("webhook-timestamp") is not { } text
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp))
        {
            return new SignatureVerdict("the header webhook-timestamp is missing, or no number of Unix seconds");
        }

        if (header("webhook-signature") is not { Length: > 0 } signatures)
        {
            return new SignatureVerdict("the header webhook-signature is missing");
        }

        if (!AnyIs(Sign(key, id, timestamp, body), signatures))
        {
            return new SignatureVerdict(WhyNot(key, id, timestamp, body, signatures));
        }

        return now is { } clock && Math.Abs(clock.ToUnixTimeSeconds() - timestamp) > ToleranceSeconds
            ? new SignatureVerdict(string.Create(
                CultureInfo.InvariantCulture,
                $"signed well, but {Math.Abs(clock.ToUnixTimeSeconds() - timestamp)} s away from this clock; more than {ToleranceSeconds} s is refused"))
            : SignatureVerdict.Valid;
    }

    /// <summary>During a rotation of secrets several signatures stand side by side; one that fits is enough.</summary>
    private static bool AnyIs(string expected, string signatures)
    {
        var found = false;
        foreach (var one in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            found |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(expected));
        }

        return found;
    }

    // Two mistakes are common enough to be looked for: a newline that an editor added, and a body that was parsed and written again.
    private static string WhyNot(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body, string signatures)
    {
        if (!signatures.Split(' ').Any(s => s.StartsWith("v1,", StringComparison.Ordinal)))
        {
            return "no signature of version v1 is among them";
        }

        if (body is [.. var shorter, (byte)'\n'] && AnyIs(Sign(key, id, timestamp, shorter), signatures))
        {
            return "the body ends with a newline that was not sent: keep the bytes as they came";
        }

        return "it does not fit the body: another secret, or the body is not the bytes as they came (parsed and written again?)";
    }
}

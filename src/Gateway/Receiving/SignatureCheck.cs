using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Receiving;

/// <summary>Signs and checks as a receiver of each scheme does, from its description and not with the sender's own code. Pure.</summary>
internal static class SignatureCheck
{
    /// <summary>How far the timestamp may be from the receiver's clock, either way, seconds.</summary>
    public const int ToleranceSeconds = 300;

    /// <summary>The signature as its header has it, without the time that some schemes put beside it.</summary>
    public static string Sign(SignatureScheme scheme, byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var before = scheme switch
        {
            SignatureScheme.Standard or SignatureScheme.Svix => string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."),
            SignatureScheme.Samsara => string.Create(CultureInfo.InvariantCulture, $"v1:{timestamp}:"),
            SignatureScheme.Stripe => string.Create(CultureInfo.InvariantCulture, $"{timestamp}."),
            _ => "",
        };
        var hash = Hash(scheme, key, [.. Encoding.UTF8.GetBytes(before), .. body]);
        var text = scheme is SignatureScheme.Standard or SignatureScheme.Svix or SignatureScheme.Zubie
            ? Convert.ToBase64String(hash)
            : Convert.ToHexStringLower(hash);
        return SchemeHeaders.Of(scheme).Prefix + text;
    }

    /// <param name="secret">The webhook's secret, as <c>GET /v1/webhooks/{id}/secret</c> shows it for the scheme.</param>
    /// <param name="header">What the request says by this name; null when it does not.</param>
    /// <param name="now">The receiver's clock; null takes any age.</param>
    public static SignatureVerdict Verify(
        SignatureScheme scheme, string secret, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset? now)
    {
        if (SigningSecret.KeyFor(scheme, secret) is not { } key)
        {
            return new SignatureVerdict("the secret is none: " + SecretForm(scheme));
        }

        var headers = SchemeHeaders.Of(scheme);
        var id = headers.Id is { } idName ? header(idName) : "";
        if (id is null || (headers.Id is not null && id.Length == 0))
        {
            return new SignatureVerdict($"the header {headers.Id} is missing");
        }

        if (header(headers.Signature) is not { Length: > 0 } signatures)
        {
            return new SignatureVerdict($"the header {headers.Signature} is missing");
        }

        var timestamp = 0L;
        if (headers.SignsTime && !long.TryParse(TimeIn(headers, header, signatures), NumberStyles.None, CultureInfo.InvariantCulture, out timestamp))
        {
            return new SignatureVerdict(headers.Timestamp is { } name
                ? $"the header {name} is missing, or no number of Unix seconds"
                : $"the header {headers.Signature} has no {headers.TimestampPrefix} with a number of Unix seconds");
        }

        var parts = headers.PartsOf(signatures);
        if (!AnyIs(Sign(scheme, key, id, timestamp, body), parts))
        {
            return new SignatureVerdict(WhyNot(scheme, headers, key, id, timestamp, body, parts));
        }

        return headers.SignsTime && now is { } clock && Math.Abs(clock.ToUnixTimeSeconds() - timestamp) > ToleranceSeconds
            ? new SignatureVerdict(string.Create(
                CultureInfo.InvariantCulture,
                $"signed well, but {Math.Abs(clock.ToUnixTimeSeconds() - timestamp)} s away from this clock; more than {ToleranceSeconds} s is refused"))
            : SignatureVerdict.Valid;
    }

    /// <summary>What a secret of the scheme looks like, in words.</summary>
    public static string SecretForm(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.Standard or SignatureScheme.Svix => "it begins with whsec_, and 24 to 64 bytes in base64 follow",
        SignatureScheme.Onfleet => "it is hex",
        SignatureScheme.Samsara => "it is base64",
        _ => "it is empty",
    };

    private static string? TimeIn(SchemeHeaders headers, Func<string, string?> header, string signatures) =>
        headers.Timestamp is { } name
            ? header(name)
            : headers.PartsOf(signatures).FirstOrDefault(p => p.StartsWith(headers.TimestampPrefix!, StringComparison.Ordinal))?[headers.TimestampPrefix!.Length..];

    [SuppressMessage("Security", "CA5350", Justification = "This scheme is HMAC-SHA1, which as a MAC is not broken.")]
    private static byte[] Hash(SignatureScheme scheme, byte[] key, byte[] signed) => scheme switch
    {
        SignatureScheme.Onfleet => HMACSHA512.HashData(key, signed),
        SignatureScheme.Motive => HMACSHA1.HashData(key, signed),
        _ => HMACSHA256.HashData(key, signed),
    };

    /// <summary>During a rotation of secrets several signatures stand side by side; one that fits is enough.</summary>
    private static bool AnyIs(string expected, string[] signatures)
    {
        var found = false;
        foreach (var one in signatures)
        {
            found |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(expected));
        }

        return found;
    }

    // Two mistakes are common enough to be looked for: a newline that an editor added, and a body that was parsed and written again.
    private static string WhyNot(
        SignatureScheme scheme, SchemeHeaders headers, byte[] key, string id, long timestamp, ReadOnlySpan<byte> body, string[] signatures)
    {
        if (!signatures.Any(s => s.StartsWith(headers.Prefix, StringComparison.Ordinal)))
        {
            return $"no signature of version {headers.Prefix.TrimEnd(',', '=')} is among them";
        }

        if (body is [.. var shorter, (byte)'\n'] && AnyIs(Sign(scheme, key, id, timestamp, shorter), signatures))
        {
            return "the body ends with a newline that was not sent: keep the bytes as they came";
        }

        return "it does not fit the body: another secret, or the body is not the bytes as they came (parsed and written again?)";
    }
}

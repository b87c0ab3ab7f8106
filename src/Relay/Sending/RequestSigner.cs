using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Signs requests by one scheme. What a scheme signs in front of the body is written into the body's buffer, so that the bytes that are signed
/// and sent lie in one piece and nothing is copied. Immutable; thread-safe.
/// </summary>
/// <remarks>
/// While old secrets sign, schemes with room for several signatures carry one of each. A scheme with room for one is signed with the oldest
/// secret that has not ended: its receiver is given the new one in the meantime.
/// </remarks>
internal sealed class RequestSigner
{
    private const int LongestHash = HMACSHA512.HashSizeInBytes;

    private readonly SignatureScheme _scheme;
    private readonly byte[] _key;
    private readonly (byte[] Key, long UntilMs)[] _old;

    /// <param name="key">The present key.</param>
    /// <param name="old">Keys that sign too until a time (Unix ms), the soonest to end first.</param>
    public RequestSigner(SignatureScheme scheme, byte[] key, params (byte[] Key, long UntilMs)[] old)
    {
        (_scheme, _key, _old) = (scheme, key, old);
    }

    /// <summary>Writes what is signed in front of the body.</summary>
    public void WritePrefix(ArrayBufferWriter<byte> content, in SignedMessage message)
    {
        switch (_scheme)
        {
            case SignatureScheme.Standard or SignatureScheme.Svix:
                WriteText(content, message.Id);
                content.Write("."u8);
                WriteNumber(content, message.Seconds);
                content.Write("."u8);
                break;
            case SignatureScheme.Samsara:
                content.Write("v1:"u8);
                WriteNumber(content, message.Seconds);
                content.Write(":"u8);
                break;
            case SignatureScheme.Stripe:
                WriteNumber(content, message.Seconds);
                content.Write("."u8);
                break;
            default:
                break; // the body alone
        }
    }

    /// <summary>The headers that identify and sign a request. <c>webhook-id</c> is among them with every scheme: receivers tell repeats by it.</summary>
    /// <param name="content">The prefix and the body behind it, exactly as it is sent.</param>
    /// <param name="nowMs">Decides which old secrets still sign.</param>
    public SentHeader[] Sign(ReadOnlySpan<byte> content, in SignedMessage message, long nowMs)
    {
        var seconds = message.Seconds.ToString(CultureInfo.InvariantCulture);
        var id = new SentHeader("webhook-id", message.Id);
        var timestamp = new SentHeader("webhook-timestamp", seconds);
        return _scheme switch
        {
            SignatureScheme.Standard => [id, timestamp, Signature("webhook-signature", SeveralOf(content, nowMs), "v1,")],
            SignatureScheme.Svix =>
            [
                id,
                new SentHeader("svix-id", message.Id),
                new SentHeader("svix-timestamp", seconds),
                Signature("svix-signature", SeveralOf(content, nowMs), "v1,"),
            ],
            SignatureScheme.Onfleet => [id, timestamp, Signature("X-Onfleet-Signature", OneOf(content, nowMs))],
            SignatureScheme.Samsara =>
            [
                id,
                new SentHeader("X-Samsara-Timestamp", seconds),
                Signature("X-Samsara-Signature", "v1=" + OneOf(content, nowMs), "v1="),
            ],
            SignatureScheme.Motive => [id, timestamp, Signature("X-KT-Webhook-Signature", OneOf(content, nowMs))],
            SignatureScheme.Github =>
            [
                id,
                timestamp,
                new SentHeader("X-GitHub-Delivery", message.Id),
                new SentHeader("X-GitHub-Event", message.Type),
                Signature("X-Hub-Signature-256", "sha256=" + OneOf(content, nowMs), "sha256="),
            ],
            SignatureScheme.Stripe => [id, timestamp, Signature("Stripe-Signature", StripeOf(content, seconds, nowMs), $"t={seconds},v1=")],
            SignatureScheme.Zubie => [id, timestamp, Signature("Zubie-Signature", OneOf(content, nowMs))],
            SignatureScheme.Fleetio => [id, timestamp, Signature("X-Fleetio-Webhook-Signature", OneOf(content, nowMs))],
            _ => [id, timestamp],
        };
    }

    /// <summary>The bare signature of some bytes by a scheme, without what stands around it in a header.</summary>
    internal static string Compute(SignatureScheme scheme, byte[] key, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[LongestHash];
        var length = Hash(scheme, key, content, hash);
        return scheme is SignatureScheme.Standard or SignatureScheme.Svix or SignatureScheme.Zubie
            ? Convert.ToBase64String(hash[..length])
            : Convert.ToHexStringLower(hash[..length]);
    }

    [SuppressMessage("Security", "CA5350", Justification = "The receivers of this scheme expect HMAC-SHA1, which as a MAC is not broken.")]
    private static int Hash(SignatureScheme scheme, byte[] key, ReadOnlySpan<byte> content, Span<byte> hash) => scheme switch
    {
        SignatureScheme.Onfleet => HMACSHA512.HashData(key, content, hash),
        SignatureScheme.Motive => HMACSHA1.HashData(key, content, hash),
        _ => HMACSHA256.HashData(key, content, hash),
    };

    private static SentHeader Signature(string name, string value, string shown = "") => new(name, value, shown + SentHeader.Mask);

    private static void WriteText(ArrayBufferWriter<byte> content, string text) =>
        content.Advance(Encoding.UTF8.GetBytes(text, content.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    private static void WriteNumber(ArrayBufferWriter<byte> content, long number)
    {
        Utf8Formatter.TryFormat(number, content.GetSpan(20), out var length);
        content.Advance(length);
    }

    /// <summary><c>v1,…</c> of the present key and of each old one that has not ended, separated by spaces.</summary>
    private string SeveralOf(ReadOnlySpan<byte> content, long nowMs)
    {
        var text = "v1," + Compute(_scheme, _key, content);
        for (var i = _old.Length - 1; i >= 0; i--)
        {
            text = _old[i].UntilMs > nowMs ? $"{text} v1,{Compute(_scheme, _old[i].Key, content)}" : text;
        }

        return text;
    }

    private string StripeOf(ReadOnlySpan<byte> content, string seconds, long nowMs)
    {
        var text = $"t={seconds},v1={Compute(_scheme, _key, content)}";
        for (var i = _old.Length - 1; i >= 0; i--)
        {
            text = _old[i].UntilMs > nowMs ? $"{text},v1={Compute(_scheme, _old[i].Key, content)}" : text;
        }

        return text;
    }

    private string OneOf(ReadOnlySpan<byte> content, long nowMs)
    {
        foreach (var (key, untilMs) in _old)
        {
            if (untilMs > nowMs)
            {
                return Compute(_scheme, key, content);
            }
        }

        return Compute(_scheme, _key, content);
    }
}

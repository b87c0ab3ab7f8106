using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EdgeRelay.Relay.Sending;

/// <summary>
/// Standard Webhooks: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>. The signed bytes lie in one piece, so
/// that nothing is copied to sign them.
/// </summary>
internal static class Signature
{
    /// <summary>Characters of one signature: <c>v1,</c> and 44 of base64.</summary>
    public const int Length = 47;

    /// <summary>Signs with each key; several values stand side by side, separated by a space.</summary>
    /// <param name="content">The bytes <c>id.timestamp.body</c>.</param>
    public static string Of(ReadOnlySpan<byte> content, byte[] key, byte[]? previousKey)
    {
        Span<byte> text = stackalloc byte[(2 * Length) + 1];
        Write(content, key, text);
        if (previousKey is null)
        {
            return Encoding.ASCII.GetString(text[..Length]);
        }

        text[Length] = (byte)' ';
        Write(content, previousKey, text[(Length + 1)..]);
        return Encoding.ASCII.GetString(text);
    }

    private static void Write(ReadOnlySpan<byte> content, byte[] key, Span<byte> text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, hash);
        "v1,"u8.CopyTo(text);
        Base64.EncodeToUtf8(hash, text[3..], out _, out _);
    }
}

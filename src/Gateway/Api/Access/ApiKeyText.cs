using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EdgeRelay.Gateway.Api.Access;

/// <summary>The text form of a key: <c>er_</c>, 8 characters by which people know it, <c>_</c>, and 256 random bits in base64url.</summary>
internal static class ApiKeyText
{
    private const int PrefixLength = 11;
    private const string PrefixLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string Create() =>
        $"er_{RandomNumberGenerator.GetString(PrefixLetters, 8)}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>The part that may be shown and logged.</summary>
    public static string PrefixOf(string key) => key.StartsWith("er_", StringComparison.Ordinal) && key.Length > 2 * PrefixLength
        ? key[..PrefixLength]
        : "set";

    /// <summary>What is stored. The key is random (256 bits), so that one SHA-256 stands against guessing.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

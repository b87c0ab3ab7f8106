using System.Buffers;
using System.Text.Unicode;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>What UTF-8 may be on this wire. One vectorised look settles printable ASCII, which is nearly everything; only the rest is walked.</summary>
internal static class Utf8Text
{
    private static readonly SearchValues<byte> Wildcards = SearchValues.Create("+#"u8);

    /// <summary>Well formed, and no NUL (MQTT-1.5.4-1, -2): enough for texts that are only carried.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => IsPrintableAscii(bytes) || (!bytes.Contains((byte)0) && Utf8.IsValid(bytes));

    /// <summary>A text without any control character, so that it can stand in a topic, an identifier and a log line.</summary>
    public static bool IsName(ReadOnlySpan<byte> bytes) => IsPrintableAscii(bytes) || (Utf8.IsValid(bytes) && !HasControls(bytes));

    /// <summary>A topic name: not empty, no wildcard (MQTT-3.3.2-2, MQTT-4.7.3-1).</summary>
    public static bool IsTopicName(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAny(Wildcards) && IsName(bytes);

    private static bool IsPrintableAscii(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);

    /// <summary>U+0000 to U+001F and U+007F to U+009F; the latter half begins with C2 in UTF-8.</summary>
    private static bool HasControls(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is < 0x20 or 0x7F || (bytes[i] == 0xC2 && i + 1 < bytes.Length && bytes[i + 1] < 0xA0))
            {
                return true;
            }
        }

        return false;
    }
}

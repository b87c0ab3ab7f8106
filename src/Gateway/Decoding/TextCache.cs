// Hot path: probe names, driver tags, VINs and reasons repeat in every message; found here they cost a comparison, not a string.
using System.Text;

namespace EdgeRelay.Gateway.Decoding;

/// <summary>Short ASCII texts seen before, in a table of fixed size; a newcomer takes the place of whoever has its slot.</summary>
/// <remarks>Thread-safe without locks: a slot is one reference, and losing a race costs one more string.</remarks>
public sealed class TextCache
{
    /// <summary>Slots. At 64 bytes of text each the table stays below 1 MB.</summary>
    private const int Slots = 4_096;

    private const int LongestText = 64;

    private readonly string?[] _slots = new string?[Slots];

    /// <param name="utf8">Valid UTF-8.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > LongestText)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref _slots[(int)(ContentHash.Of(utf8) % Slots)];
        var known = Volatile.Read(ref slot);
        if (known is not null && Ascii.Equals(utf8, known))
        {
            return known;
        }

        var made = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, made);
        return made;
    }
}

namespace EdgeRelay.Rules.Drivers;

/// <summary>Brings identification tags into one form (telematics reference 4.5).</summary>
public static class DriverTag
{
    private const int ButtonDigits = 16;
    private const byte MaximPolynomial = 0x8C;

    /// <returns>Separators removed, upper case, an iButton in the byte order in which its checksum fits; null for "no tag".</returns>
    public static string? Normalize(string? tag)
    {
        if (tag is null || IsNormal(tag))
        {
            return tag;
        }

        Span<char> letters = tag.Length <= 128 ? stackalloc char[tag.Length] : new char[tag.Length];
        var count = 0;
        var hasContent = false;
        foreach (var letter in tag)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter > 127)
            {
                letters[count++] = char.ToUpperInvariant(letter);
                hasContent |= letter != '0';
            }
        }

        letters = letters[..count];
        if (!hasContent || letters is "DISCONNECTED")
        {
            return null;
        }

        OrderButton(letters);
        return letters.SequenceEqual(tag) ? tag : new string(letters);
    }

    // Devices repeat the tag in each report: recognising one that is in form already keeps the common case free of copies.
    private static bool IsNormal(ReadOnlySpan<char> tag)
    {
        var hasContent = false;
        foreach (var letter in tag)
        {
            if (!char.IsAsciiDigit(letter) && !char.IsAsciiLetterUpper(letter))
            {
                return false;
            }

            hasContent |= letter != '0';
        }

        Span<byte> bytes = stackalloc byte[ButtonDigits / 2];
        return hasContent && tag is not "DISCONNECTED" && (!TryParseButton(tag, bytes) || HasChecksum(bytes));
    }

    private static void OrderButton(Span<char> letters)
    {
        Span<byte> bytes = stackalloc byte[ButtonDigits / 2];
        if (!TryParseButton(letters, bytes) || HasChecksum(bytes))
        {
            return;
        }

        bytes.Reverse();
        if (HasChecksum(bytes))
        {
            Convert.TryToHexString(bytes, letters, out _);
        }
    }

    private static bool TryParseButton(ReadOnlySpan<char> letters, Span<byte> bytes) =>
        letters.Length == ButtonDigits
        && Convert.FromHexString(letters, bytes, out _, out _) == System.Buffers.OperationStatus.Done;

    // Maxim's CRC-8, reflected, start 0, over the family code and the serial number.
    private static bool HasChecksum(ReadOnlySpan<byte> bytes)
    {
        byte crc = 0;
        foreach (var part in bytes[..^1])
        {
            crc ^= part;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (byte)((crc & 1) != 0 ? (crc >> 1) ^ MaximPolynomial : crc >> 1);
            }
        }

        return crc == bytes[^1];
    }
}

namespace EdgeRelay.Mqtt.Codec;

/// <summary>Variable Byte Integer (MQTT 5.0, section 1.5.5): 1 to 4 bytes, 0 to 268,435,455.</summary>
internal static class VariableInteger
{
    public const int Maximum = 268_435_455;

    public static int Size(int value) => value switch
    {
        < 128 => 1,
        < 16_384 => 2,
        < 2_097_152 => 3,
        _ => 4,
    };

    /// <returns><c>NeedMore</c> when bytes are missing; <c>Malformed</c> when the fourth byte announces a fifth, or more bytes are used than needed.</returns>
    /// <remarks>Allocates nothing; never throws on bytes from the wire.</remarks>
    public static ReadStatus TryRead(ReadOnlySpan<byte> bytes, out int value, out int size)
    {
        value = 0;
        for (size = 0; size < 4;)
        {
            if (size >= bytes.Length)
            {
                return ReadStatus.NeedMore;
            }

            var next = bytes[size];
            value |= (next & 0x7F) << (7 * size);
            size++;
            if (next < 0x80)
            {
                // The shortest form is a MUST (MQTT-1.5.5-1).
                return next == 0 && size > 1 ? ReadStatus.Malformed : ReadStatus.Complete;
            }
        }

        return ReadStatus.Malformed;
    }

    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, int value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)value, (uint)Maximum);
        var at = 0;
        while (value >= 0x80)
        {
            destination[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[at++] = (byte)value;
        return at;
    }
}

using System.Buffers.Binary;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>
/// Walks the body of one complete packet. A fault sticks: after it every read gives nothing, so that a decoder reads its fields in a row and asks
/// <see cref="Failed"/> once. Hot path: spans into the receive buffer, no copies.
/// </summary>
/// <remarks>Never throws on bytes from the wire.</remarks>
internal ref struct PacketReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public bool Failed { get; private set; }

    public readonly bool AtEnd => Position == _bytes.Length;

    public byte Byte()
    {
        var taken = Take(1);
        return taken.IsEmpty ? (byte)0 : taken[0];
    }

    public ushort TwoBytes()
    {
        var taken = Take(2);
        return taken.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(taken);
    }

    public uint FourBytes()
    {
        var taken = Take(4);
        return taken.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(taken);
    }

    public int Variable()
    {
        if (Failed || VariableInteger.TryRead(_bytes[Position..], out var value, out var size) != ReadStatus.Complete)
        {
            Failed = true;
            return 0;
        }

        Position += size;
        return value;
    }

    public ReadOnlySpan<byte> Binary() => Take(TwoBytes());

    /// <summary>A text that is only carried.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var text = Binary();
        Failed |= !Utf8Text.IsText(text);
        return Failed ? default : text;
    }

    /// <summary>A text without control characters.</summary>
    public ReadOnlySpan<byte> Name()
    {
        var text = Binary();
        Failed |= !Utf8Text.IsName(text);
        return Failed ? default : text;
    }

    /// <summary>The bytes of a property block, after its length.</summary>
    public ReadOnlySpan<byte> PropertyBlock() => Take(Variable());

    public ReadOnlySpan<byte> Rest() => Take(_bytes.Length - Position);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Failed || count > _bytes.Length - Position)
        {
            Failed = true;
            return default;
        }

        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}

using System.Buffers.Binary;
using System.Text.Unicode;
using EdgeRelay.Gateway.Decoding;

namespace EdgeRelay.Gateway.Journal;

/// <summary>Primitives of the input format. After the first fault everything reads as nothing: check <see cref="Failed"/> at the end.</summary>
internal ref struct InputCodecReader(ReadOnlySpan<byte> source, TextCache texts)
{
    private readonly ReadOnlySpan<byte> _source = source;

    public bool Failed { get; private set; }

    public int Position { get; private set; }

    public void Fail() => Failed = true;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                // Of a tenth byte one bit is left.
                Failed |= shift == 63 && next > 1;
                return value;
            }
        }

        Failed = true;
        return 0;
    }

    public long Signed() => UnZigZag(Unsigned());

    public ulong Fixed64() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

    public double Real()
    {
        var head = Unsigned();
        var scale = (int)(head & 15);
        if (scale == InputCodecReal.Raw)
        {
            return BitConverter.UInt64BitsToDouble(Fixed64());
        }

        Failed |= !InputCodecReal.TryUnscale(UnZigZag(head >> 4), scale, out var value);
        return value;
    }

    public string Text()
    {
        var bytes = Take(Length());
        if (!Utf8.IsValid(bytes))
        {
            Failed = true;
            return "";
        }

        return texts.Get(bytes);
    }

    public string? OptionalText() => Present() ? Text() : null;

    public double? OptionalReal() => Present() ? Real() : null;

    public long? OptionalSigned() => Present() ? Signed() : null;

    public byte[] Bytes() => Take(Length()).ToArray();

    /// <summary>A number of entries of at least one byte each, so that a damaged count cannot ask for more room than there are bytes.</summary>
    public int Count() => Length();

    private bool Present()
    {
        var flag = Byte();
        Failed |= flag > 1;
        return flag == 1;
    }

    private int Length()
    {
        var length = Unsigned();
        if (Failed || length > (ulong)(_source.Length - Position))
        {
            Failed = true;
            return 0;
        }

        return (int)length;
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (Failed || bytes > _source.Length - Position)
        {
            Failed = true;
            return default;
        }

        var taken = _source.Slice(Position, bytes);
        Position += bytes;
        return taken;
    }

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}

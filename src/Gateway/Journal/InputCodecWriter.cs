using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeRelay.Gateway.Journal;

/// <summary>Primitives of the input format. Call <see cref="Complete"/> at the end.</summary>
internal ref struct InputCodecWriter(IBufferWriter<byte> output)
{
    private const int LongestVarint = 10;
    private const int Chunk = 256;

    private Span<byte> _room;
    private int _used;

    public void Complete()
    {
        output.Advance(_used);
        _used = 0;
        _room = default;
    }

    public void Byte(byte value)
    {
        Ensure(1);
        _room[_used++] = value;
    }

    public void Unsigned(ulong value)
    {
        Ensure(LongestVarint);
        while (value >= 0x80)
        {
            _room[_used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _room[_used++] = (byte)value;
    }

    /// <summary>Small numbers of either sign stay short: 0, −1, 1, −2 are stored as 0, 1, 2, 3.</summary>
    public void Signed(long value) => Unsigned(ZigZag(value));

    public void Fixed64(ulong value)
    {
        Ensure(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_room[_used..], value);
        _used += 8;
    }

    public void Real(double value)
    {
        var scale = InputCodecReal.Scale(value, out var mantissa);
        Unsigned((ZigZag(mantissa) << 4) | (uint)scale);
        if (scale == InputCodecReal.Raw)
        {
            Fixed64(BitConverter.DoubleToUInt64Bits(value));
        }
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Unsigned((ulong)length);
        Ensure(length);
        _used += Encoding.UTF8.GetBytes(text, _room[_used..]);
    }

    /// <summary>A byte says whether there is one.</summary>
    public void OptionalText(string? text)
    {
        Byte(text is null ? (byte)0 : (byte)1);
        if (text is not null)
        {
            Text(text);
        }
    }

    public void OptionalReal(double? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
        {
            Real(number);
        }
    }

    public void OptionalSigned(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } number)
        {
            Signed(number);
        }
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Unsigned((ulong)bytes.Length);
        Ensure(bytes.Length);
        bytes.CopyTo(_room[_used..]);
        _used += bytes.Length;
    }

    private void Ensure(int bytes)
    {
        if (_room.Length - _used < bytes)
        {
            output.Advance(_used);
            _used = 0;
            _room = output.GetSpan(Math.Max(bytes, Chunk));
        }
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}

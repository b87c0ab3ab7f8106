using System.Buffers.Binary;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>Builds one packet that is not on the hot path. The body is written behind five free bytes; <see cref="End"/> sets the header before it.</summary>
internal sealed class PacketWriter
{
    private byte[] _bytes = new byte[256];
    private int _length = FixedHeader.MaximumLength;
    private byte _first;

    public PacketWriter Begin(PacketType type, byte flags = 0)
    {
        _first = (byte)(((int)type << 4) | flags);
        _length = FixedHeader.MaximumLength;
        return this;
    }

    public void Byte(byte value) => Room(1)[0] = value;

    public void TwoBytes(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Room(2), value);

    public void FourBytes(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(4), value);

    public void Variable(int value) => VariableInteger.Write(Room(VariableInteger.Size(value)), value);

    /// <exception cref="ArgumentOutOfRangeException">Longer than 65,535 bytes, which the wire cannot say.</exception>
    public void Binary(ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, ushort.MaxValue, nameof(value));
        TwoBytes((ushort)value.Length);
        value.CopyTo(Room(value.Length));
    }

    public void Text(string value)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ushort.MaxValue, nameof(value));
        TwoBytes((ushort)length);
        System.Text.Encoding.UTF8.GetBytes(value, Room(length));
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    /// <returns>The whole packet; valid until the next <see cref="Begin"/>.</returns>
    public ReadOnlySpan<byte> End()
    {
        var body = _length - FixedHeader.MaximumLength;
        var start = FixedHeader.MaximumLength - 1 - VariableInteger.Size(body);
        _bytes[start] = _first;
        VariableInteger.Write(_bytes.AsSpan(start + 1), body);
        return _bytes.AsSpan(start, _length - start);
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        var room = _bytes.AsSpan(_length, count);
        _length += count;
        return room;
    }
}

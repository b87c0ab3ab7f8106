namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Reads the wire format of Protocol Buffers field by field, as far as OSM PBF needs it.</summary>
/// <remarks>Allocates nothing. Damage gives an <see cref="InvalidDataException"/>, never a read beyond the bytes.</remarks>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public int Field { get; private set; }

    private int WireType { get; set; }

    public readonly bool AtEnd => _at == _bytes.Length;

    /// <summary>Goes to the next field; its value must be read or skipped before the next call.</summary>
    public bool Next()
    {
        if (AtEnd)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        WireType = (int)(tag & 7);
        return Field != 0 ? true : throw new InvalidDataException("A field has number 0.");
    }

    /// <summary>A variable-length integer of at most ten bytes.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at == _bytes.Length)
            {
                throw new InvalidDataException("A number is cut off.");
            }

            var part = _bytes[_at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number is longer than ten bytes.");
    }

    /// <summary>A zigzag number.</summary>
    public long Signed()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>The bytes of a message, text or packed list.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(2);
        var length = Varint();
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw new InvalidDataException($"A field of {length} bytes is longer than what holds it.");
        }

        _at += (int)length;
        return _bytes.Slice(_at - (int)length, (int)length);
    }

    public ulong Number()
    {
        Expect(0);
        return Varint();
    }

    public long SignedNumber()
    {
        Expect(0);
        return Signed();
    }

    public void Skip()
    {
        switch (WireType)
        {
            case 0:
                Varint();
                break;
            case 1:
                Advance(8);
                break;
            case 2:
                Bytes();
                break;
            case 5:
                Advance(4);
                break;
            default:
                throw new InvalidDataException($"Field {Field} has the unknown wire type {WireType}.");
        }
    }

    private readonly void Expect(int wireType)
    {
        if (WireType != wireType)
        {
            throw new InvalidDataException($"Field {Field} has wire type {WireType}, not {wireType}.");
        }
    }

    private void Advance(int count)
    {
        if (count > _bytes.Length - _at)
        {
            throw new InvalidDataException("A number is cut off.");
        }

        _at += count;
    }
}

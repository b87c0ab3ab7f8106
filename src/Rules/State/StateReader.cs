using System.Buffers.Binary;
using System.Text;

namespace EdgeRelay.Rules.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Damage makes <see cref="Failed"/> true and every further answer a default.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private RecentPlaces _places;
    private double? _repeated;

    public long Base { get; set; }

    public bool Failed { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty && !Failed;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            return (byte)Fail();
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => Fail() != 0,
    };

    public bool? MaybeFlag() => Byte() switch
    {
        0 => null,
        1 => false,
        2 => true,
        _ => Fail() != 0,
    };

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        return Fail();
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong Fixed()
    {
        if (_rest.Length < 8)
        {
            return Fail();
        }

        var value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
        _rest = _rest[8..];
        return value;
    }

    public uint Fixed32()
    {
        if (_rest.Length < 4)
        {
            return (uint)Fail();
        }

        var value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    public long Time() => unchecked(Signed() + Base);

    public long? MaybeTime() => MaybeInteger() is { } distance ? unchecked(distance + Base) : null;

    public long? MaybeInteger()
    {
        var value = Unsigned();
        if (value == 0)
        {
            return null;
        }

        value--;
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public double? MaybeNumber() => NumberOf(Byte());

    public double? MaybeRepeated()
    {
        var form = Byte();
        if (form == StateWriter.SameNumber)
        {
            return _repeated ?? Fail();
        }

        return _repeated = NumberOf(form);
    }

    public double Number() => MaybeNumber() ?? Fail();

    public Inputs.Position? MaybePlace()
    {
        var form = Byte();
        if (form is >= StateWriter.RecentPlace and < StateWriter.RecentPlace + RecentPlaces.Capacity)
        {
            return _places.At(form - StateWriter.RecentPlace);
        }

        if (NumberOf(form) is not { } latitude)
        {
            return null;
        }

        var place = new Inputs.Position(latitude, Number());
        _places.Add(place);
        return place;
    }

    public Inputs.Position Place() => MaybePlace() ?? new Inputs.Position(Fail(), 0);

    public ulong Key()
    {
        var high = (ulong)Byte() << 32;
        return high | Fixed32();
    }

    public Inputs.Speed? MaybeSpeed()
    {
        if (MaybeNumber() is not { } value)
        {
            return null;
        }

        var unit = Byte();
        return unit <= (byte)Inputs.SpeedUnit.Knots ? new Inputs.Speed(value, (Inputs.SpeedUnit)unit) : FailedSpeed();
    }

    public string? Text()
    {
        var head = Unsigned();
        if (head is 0)
        {
            return null;
        }

        var length = (head >> 1) - 1;
        if (length > (ulong)_rest.Length)
        {
            Fail();
            return null;
        }

        var content = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return (head & 1) != 0 ? Convert.ToHexString(content) : Encoding.UTF8.GetString(content);
    }

    /// <summary>A number of items of which each takes at least one byte, so that damage cannot ask for much memory.</summary>
    public int Count()
    {
        var count = Unsigned();
        return count <= (ulong)_rest.Length ? (int)count : (int)Fail();
    }

    private double? NumberOf(byte form)
    {
        if (form is StateWriter.NoNumber)
        {
            return null;
        }

        if (form is StateWriter.RawNumber)
        {
            return BitConverter.UInt64BitsToDouble(Fixed());
        }

        if (form > StateWriter.MaxScale + 1)
        {
            return Fail();
        }

        return Signed() / StateWriter.Power(form - 1);
    }

    private Inputs.Speed? FailedSpeed()
    {
        Fail();
        return null;
    }

    private ulong Fail()
    {
        Failed = true;
        _rest = default;
        return 0;
    }
}

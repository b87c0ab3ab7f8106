using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace EdgeRelay.Rules.State;

/// <summary>Writes a vehicle's state at rest: varints, times as distances from a base, numbers as the decimals they came from.</summary>
/// <remarks>The trick: a device's 33.4524453 takes 6 bytes instead of 8 and comes back bit for bit, so that going on from stored
/// bytes gives the same events as never having stopped.</remarks>
internal ref struct StateWriter(Span<byte> scratch)
{
    public const byte NoNumber = 0;
    public const byte RawNumber = 255;
    public const int MaxScale = 9;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    private Span<byte> _bytes = scratch;
    private int _count;

    /// <summary>Times are written as distances from this one, Unix milliseconds.</summary>
    public long Base { get; set; }

    public readonly ReadOnlySpan<byte> Written => _bytes[.._count];

    public static double Power(int scale) => Powers[scale];

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[_count++] = value;
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Null, false and true as 0, 1 and 2.</summary>
    public void Flag(bool? value) => Byte(value is { } known ? (byte)(known ? 2 : 1) : (byte)0);

    public void Unsigned(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _bytes[_count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[_count++] = (byte)value;
    }

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Fixed(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes[_count..], value);
        _count += 8;
    }

    public void Fixed32(uint value)
    {
        Reserve(4);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes[_count..], value);
        _count += 4;
    }

    public void Time(long unixMilliseconds) => Signed(unixMilliseconds - Base);

    public void Time(long? unixMilliseconds)
    {
        Flag(unixMilliseconds.HasValue);
        if (unixMilliseconds is { } time)
        {
            Time(time);
        }
    }

    public void Integer(long? value)
    {
        Flag(value.HasValue);
        if (value is { } known)
        {
            Signed(known);
        }
    }

    public void Number(double? value)
    {
        if (value is not { } number)
        {
            Byte(NoNumber);
            return;
        }

        for (var scale = 0; scale <= MaxScale; scale++)
        {
            var whole = Math.Round(number * Powers[scale]);
            if (Math.Abs(whole) < 1L << 53 && whole / Powers[scale] == number)
            {
                Byte((byte)(scale + 1));
                Signed((long)whole);
                return;
            }
        }

        Byte(RawNumber);
        Fixed(BitConverter.DoubleToUInt64Bits(number));
    }

    public void Place(Inputs.Position? place)
    {
        Number(place?.Latitude);
        if (place is { } known)
        {
            Number(known.Longitude);
        }
    }

    public void Speed(Inputs.Speed? speed)
    {
        Number(speed?.Value);
        if (speed is { } known)
        {
            Byte((byte)known.Unit);
        }
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length + 1);
        Reserve(length);
        _count += Encoding.UTF8.GetBytes(value, _bytes[_count..]);
    }

    private void Reserve(int count)
    {
        if (_count + count <= _bytes.Length)
        {
            return;
        }

        var larger = new byte[BitOperations.RoundUpToPowerOf2((uint)(_count + count + 1))];
        _bytes[.._count].CopyTo(larger);
        _bytes = larger;
    }
}

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

    /// <summary>From here on the first byte of a place names a recent one.</summary>
    public const byte RecentPlace = 16;

    /// <summary>In place of a number's first byte: the one before.</summary>
    public const byte SameNumber = 15;
    public const int MaxScale = 9;
    private const int LongestDigits = 64;

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789ABCDEF");
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    private Span<byte> _bytes = scratch;
    private int _count;
    private RecentPlaces _places;
    private double? _repeated;

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

    public void Time(long? unixMilliseconds) => Integer(unixMilliseconds - Base);

    /// <summary>Null is 0; −2⁶³ is not to be had.</summary>
    public void Integer(long? value) => Unsigned(value is { } known ? unchecked((ulong)((known << 1) ^ (known >> 63)) + 1) : 0);

    public void Number(double? value)
    {
        if (value is not { } number)
        {
            Byte(NoNumber);
            return;
        }

        // −0 has no decimals to come back from.
        for (var scale = number == 0 && double.IsNegative(number) ? MaxScale + 1 : 0; scale <= MaxScale; scale++)
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

    /// <summary>A number that often is the one written by this method before: the odometer of the vehicle, of its trip, of its stop.</summary>
    public void Repeated(double? value)
    {
        if (value is { } number && _repeated is { } before
            && BitConverter.DoubleToUInt64Bits(number) == BitConverter.DoubleToUInt64Bits(before))
        {
            Byte(SameNumber);
            return;
        }

        _repeated = value;
        Number(value);
    }

    public void Place(Inputs.Position? place)
    {
        if (place is not { } known)
        {
            Byte(NoNumber);
            return;
        }

        if (_places.IndexOf(known) is >= 0 and var recent)
        {
            Byte((byte)(RecentPlace + recent));
            return;
        }

        _places.Add(known);
        Number(known.Latitude);
        Number(known.Longitude);
    }

    /// <summary>The name of a detection, or of a probe for a detection: five bytes of a <see cref="StableHash"/>.</summary>
    public void Key(ulong key)
    {
        Byte((byte)(key >> 32));
        Fixed32((uint)key);
    }

    public void Speed(Inputs.Speed? speed)
    {
        Number(speed?.Value);
        if (speed is { } known)
        {
            Byte((byte)known.Unit);
        }
    }

    /// <summary>UTF-8; what is all upper-case hexadecimal digits, as tags are, takes half.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        Span<byte> digits = stackalloc byte[LongestDigits / 2];
        if (value.Length is > 0 and <= LongestDigits && value.Length % 2 == 0
            && !value.AsSpan().ContainsAnyExcept(HexDigits)
            && Convert.FromHexString(value, digits, out _, out var count) == System.Buffers.OperationStatus.Done)
        {
            Unsigned((((ulong)count + 1) << 1) | 1);
            Reserve(count);
            digits[..count].CopyTo(_bytes[_count..]);
            _count += count;
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned(((ulong)length + 1) << 1);
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

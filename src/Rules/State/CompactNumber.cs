namespace EdgeRelay.Rules.State;

/// <summary>A number or none in 8 bytes, where <c>double?</c> takes 16. For fields: a property shows it as the <c>double?</c> that it is.</summary>
/// <remarks>None is the NaN of all ones, which no arithmetic gives. The bits are kept inverted, so that the default is none.</remarks>
internal readonly struct CompactNumber
{
    private readonly long _invertedBits;

    private CompactNumber(double? number) => _invertedBits = number is { } known ? ~BitConverter.DoubleToInt64Bits(known) : 0;

    public static implicit operator CompactNumber(double? number) => new(number);

    public static implicit operator double?(CompactNumber number) =>
        number._invertedBits == 0 ? null : BitConverter.Int64BitsToDouble(~number._invertedBits);
}

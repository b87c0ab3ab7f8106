namespace EdgeRelay.Rules.State;

/// <summary>
/// A whole number (a time, an id) or none in 8 bytes, where <c>long?</c> takes 16. For fields: a property shows it as the <c>long?</c> that it is.
/// </summary>
/// <remarks>None is −2⁶³, which the stored form does not know either; kept with that bit turned, so that the default is none.</remarks>
internal readonly struct CompactInteger
{
    private readonly long _turned;

    private CompactInteger(long? number) => _turned = (number ?? long.MinValue) ^ long.MinValue;

    public static implicit operator CompactInteger(long? number) => new(number);

    public static implicit operator long?(CompactInteger number) => number._turned == 0 ? null : number._turned ^ long.MinValue;
}

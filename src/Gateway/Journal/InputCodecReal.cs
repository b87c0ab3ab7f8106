namespace EdgeRelay.Gateway.Journal;

/// <summary>
/// Doubles that came from decimal text are a short integer over a power of ten; that division rounds correctly, so it gives the very
/// same double back. The others are stored as their 8 bytes.
/// </summary>
internal static class InputCodecReal
{
    /// <summary>Scale code of a double stored as it is.</summary>
    public const int Raw = 15;

    private const int MostDecimals = 8;
    private const double ExactIntegers = 9_007_199_254_740_992;

    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

    /// <returns>The number of decimals, or <see cref="Raw"/> when no integer gives the same bits back.</returns>
    public static int Scale(double value, out long mantissa)
    {
        mantissa = 0;
        for (var decimals = 0; decimals <= MostDecimals; decimals++)
        {
            var scaled = Math.Round(value * Powers[decimals]);
            if (!(Math.Abs(scaled) < ExactIntegers))
            {
                break;
            }

            if (BitConverter.DoubleToInt64Bits(scaled / Powers[decimals]) == BitConverter.DoubleToInt64Bits(value)
                && BitConverter.DoubleToInt64Bits((long)scaled) == BitConverter.DoubleToInt64Bits(scaled))
            {
                mantissa = (long)scaled;
                return decimals;
            }
        }

        return Raw;
    }

    public static bool TryUnscale(long mantissa, int decimals, out double value)
    {
        var known = decimals <= MostDecimals;
        value = known ? mantissa / Powers[decimals] : 0;
        return known;
    }
}

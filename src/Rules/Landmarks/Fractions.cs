namespace EdgeRelay.Rules.Landmarks;

/// <summary>Keeps the smallest fractions in a caller's span, ascending.</summary>
internal static class Fractions
{
    /// <returns>How many are kept now.</returns>
    public static int Insert(Span<double> fractions, int count, double fraction)
    {
        if (count == fractions.Length)
        {
            if (count == 0 || fraction >= fractions[count - 1])
            {
                return count;
            }

            count--;
        }

        var at = count;
        for (; at > 0 && fractions[at - 1] > fraction; at--)
        {
            fractions[at] = fractions[at - 1];
        }

        fractions[at] = fraction;
        return count + 1;
    }
}

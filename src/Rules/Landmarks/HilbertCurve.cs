namespace EdgeRelay.Rules.Landmarks;

/// <summary>Orders points of the plane so that neighbours in the order are neighbours in the plane.</summary>
internal static class HilbertCurve
{
    public const int BitsPerAxis = 31;

    /// <summary>Distance along the Hilbert curve (Hilbert 1891) of a cell, both coordinates below 2^31.</summary>
    public static ulong DistanceOf(uint x, uint y)
    {
        ulong distance = 0;
        for (var bit = 1u << (BitsPerAxis - 1); bit > 0; bit >>= 1)
        {
            var (right, upper) = ((x & bit) != 0, (y & bit) != 0);
            distance = (distance << 2) | (right ? upper ? 2UL : 3UL : upper ? 1UL : 0UL);

            // The lower quarters hold the curve turned over, so what remains of the cell is turned back.
            if (!upper)
            {
                if (right)
                {
                    x = ~x;
                    y = ~y;
                }

                (x, y) = (y, x);
            }
        }

        return distance;
    }
}

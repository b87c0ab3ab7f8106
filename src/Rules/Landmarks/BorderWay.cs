namespace EdgeRelay.Rules.Landmarks;

/// <summary>The way between two fixes, and when it met a border.</summary>
internal static class BorderWay
{
    private const int MaxCrossings = 64;

    /// <summary>The fixes are near enough in time and far enough apart in space for a crossing between them to mean something.</summary>
    public static bool IsKnown(ref Turn turn)
    {
        if (turn.Raw || turn.Reanchored || turn.Previous is null || turn.StepMeters < turn.Book.LandmarkRules.CrossingMeters)
        {
            return false;
        }

        var seconds = turn.Now.SecondsSince(turn.PreviousAt);
        return seconds > 0 && seconds <= turn.Book.LandmarkRules.CrossingSeconds;
    }

    /// <returns>The last time at which the way met the landmark's border; the fix's own time when it is not known.</returns>
    public static long LastMet(ref Turn turn, Landmark landmark, out bool interpolated)
    {
        interpolated = false;
        if (!IsKnown(ref turn))
        {
            return turn.Now.UnixMilliseconds;
        }

        Span<double> fractions = stackalloc double[MaxCrossings];
        var count = landmark.Shape.CrossingFractions(turn.Previous!.Value, turn.Fix!.Value, fractions);
        interpolated = count > 0;
        return count > 0 ? TimeAt(ref turn, fractions[Math.Min(count, MaxCrossings) - 1]) : turn.Now.UnixMilliseconds;
    }

    /// <summary>The way's visit to a landmark in which neither of its ends lies.</summary>
    /// <param name="insideShare">Share of the way that lies inside.</param>
    /// <returns>False when the way does not pass through.</returns>
    public static bool Passes(ref Turn turn, Landmark landmark, out long from, out long to, out double insideShare)
    {
        Span<double> fractions = stackalloc double[MaxCrossings];
        var count = landmark.Shape.CrossingFractions(turn.Previous!.Value, turn.Fix!.Value, fractions);
        count = Math.Min(count, MaxCrossings) & ~1;
        (from, to, insideShare) = (0, 0, 0);
        if (count < 2)
        {
            return false;
        }

        for (var i = 0; i < count; i += 2)
        {
            insideShare += fractions[i + 1] - fractions[i];
        }

        from = TimeAt(ref turn, fractions[0]);
        to = TimeAt(ref turn, fractions[count - 1]);
        return true;
    }

    private static long TimeAt(ref Turn turn, double fraction)
    {
        var start = turn.PreviousAt.UnixMilliseconds;
        return start + (long)Math.Round(fraction * (turn.Now.UnixMilliseconds - start));
    }
}

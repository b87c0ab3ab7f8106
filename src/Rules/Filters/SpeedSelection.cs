using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Filters;

/// <summary>Picks the speed of a sample: the engine's, else the receiver's, else derived from two fixes (telematics reference 2.1).</summary>
internal static class SpeedSelection
{
    private const double ShortestSeconds = 1;
    private const double LongestSeconds = 120;

    /// <returns>Null when the sample says nothing of speed and its fixes allow no conclusion.</returns>
    public static Speed? Of(ref Turn turn, Sample sample)
    {
        var reported = turn.Book.Filters.SpeedSource switch
        {
            SpeedSource.Gps => sample.GpsSpeed,
            SpeedSource.Ecu => sample.EcuSpeed,
            _ => sample.EcuSpeed ?? sample.GpsSpeed,
        };
        return reported is { Value: >= 0 and < double.PositiveInfinity } ? reported : Derived(ref turn);
    }

    private static Speed? Derived(ref Turn turn)
    {
        if (!turn.IsGoodFix || turn.Previous is null || turn.Reanchored)
        {
            return null;
        }

        var seconds = turn.Now.SecondsSince(turn.PreviousAt);
        return seconds is >= ShortestSeconds and <= LongestSeconds
            ? Speed.FromMetersPerSecond(turn.StepMeters / seconds)
            : null;
    }
}

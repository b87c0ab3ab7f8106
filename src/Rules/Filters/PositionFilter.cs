using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Filters;

/// <summary>Decides what a sample's position is good for (telematics reference 2.3).</summary>
internal static class PositionFilter
{
    private const int FixesThatReanchor = 3;
    private const double MetersPerSecondInMph = 0.44704;

    public static void Apply(ref Turn turn, Sample sample)
    {
        if (sample.Position is not { } position)
        {
            // The device has no fix, or the decoder found a place that is not on the globe.
            turn.Marks |= sample.FixValid ? FilterMarks.None : FilterMarks.NoPosition;
            return;
        }

        if (!IsUsable(position, sample, turn.Raw))
        {
            turn.Marks |= FilterMarks.NoPosition;
            return;
        }

        if (turn.Raw)
        {
            Accept(ref turn, position, isAsReported: true);
            return;
        }

        turn.PoorFix = IsPoor(sample, turn.Book.Filters);
        if (IsHeldBack(ref turn, position))
        {
            turn.Marks |= FilterMarks.Jump;
            turn.StepMeters = 0;
            return;
        }

        if (turn.PoorFix)
        {
            turn.Marks |= FilterMarks.PoorGnss;
            turn.StepMeters = 0;
            turn.Fix = position;
            return;
        }

        var held = HoldWhileParked(ref turn, position);
        Accept(ref turn, held, isAsReported: held == position);
    }

    /// <summary>Positions that no map holds are refused in every profile.</summary>
    public static bool IsUsable(Position position, Sample sample, bool raw) =>
        position.Latitude is >= -90 and <= 90
        && position.Longitude is >= -180 and <= 180
        && (raw || (sample.FixValid && (position.Latitude != 0 || position.Longitude != 0)));

    public static bool IsPoor(Sample sample, FilterSettings settings) =>
        sample.Hdop > settings.MaxHdop
        || sample.Satellites < settings.MinSatellites
        || sample.AccuracyMeters > settings.MaxAccuracyMeters;

    private static bool IsHeldBack(ref Turn turn, Position position)
    {
        ref var fixes = ref turn.State.Fixes;
        var limit = turn.Book.Filters.JumpMph * MetersPerSecondInMph;
        if (fixes.Last is { } last)
        {
            turn.StepMeters = GroundDistance.Meters(last, position);
        }

        // Many devices stamp whole seconds: within one second any reachable place counts.
        if (fixes.Last is null || turn.StepMeters <= limit * Math.Max(1, (turn.Now.UnixMilliseconds - fixes.LastAt) / 1000.0))
        {
            fixes.Jumped = null;
            return false;
        }

        if (turn.PoorFix)
        {
            return true;
        }

        var now = turn.Now.UnixMilliseconds;
        var agree = fixes.Jumped is { } before && IsReachable(before.Newest, before.At, position, now, limit) ? before.Count + 1 : 1;
        if (agree < FixesThatReanchor)
        {
            fixes.Jumped = new JumpedFixes((byte)agree, position, now);
            return true;
        }

        fixes.Jumped = null;
        fixes.Parked = null;
        turn.Reanchored = true;
        return false;
    }

    private static bool IsReachable(Position from, long fromAt, Position to, long toAt, double metersPerSecond) =>
        GroundDistance.Meters(from, to) <= metersPerSecond * Math.Max(1, (toAt - fromAt) / 1000.0);

    private static Position HoldWhileParked(ref Turn turn, Position position)
    {
        ref var fixes = ref turn.State.Fixes;
        if (turn.State.Ignition.Reading is not false)
        {
            fixes.Parked = null;
            return position;
        }

        var parked = fixes.Parked ??= position;
        if (parked == position || GroundDistance.Meters(parked, position) >= turn.Book.Filters.ParkedDriftMeters)
        {
            return position;
        }

        turn.Marks |= FilterMarks.ParkedDrift;
        return parked;
    }

    private static void Accept(ref Turn turn, Position position, bool isAsReported)
    {
        ref var fixes = ref turn.State.Fixes;
        turn.Fix = position;
        turn.IsGoodFix = true;
        if (fixes.Last is { } last)
        {
            turn.Previous = last;
            turn.PreviousAt = new Instant(fixes.LastAt);
            turn.PreviousReceived = new Instant(fixes.LastReceived);
            turn.StepMeters = turn.Reanchored || position == last ? 0
                : isAsReported && !turn.Raw ? turn.StepMeters : GroundDistance.Meters(last, position);
        }

        fixes.Last = position;
        fixes.LastAt = turn.Now.UnixMilliseconds;
        fixes.LastReceived = turn.Received.UnixMilliseconds;
    }
}

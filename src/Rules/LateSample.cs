using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Locations;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules;

/// <summary>A sample older than what was applied: it changes no state, but those who want every fix get it, marked late.</summary>
internal static class LateSample
{
    public static void Tell(VehicleState state, Sample sample, Instant time, RuleBook book, List<RuleEvent> events)
    {
        if (book.Plan.Locations.Length == 0 || sample.Position is not { } position)
        {
            return;
        }

        var isRaw = book.Profile == RuleProfile.Raw;
        if (!Filters.PositionFilter.IsUsable(position, sample, isRaw))
        {
            return;
        }

        var turn = new Turn(state, book, time, sample.Received, events) { Late = true };
        var isPoor = !isRaw && Filters.PositionFilter.IsPoor(sample, book.Filters);
        turn.Show(SnapshotOf(state, sample, time, position, isPoor));
        LocationRule.ApplyLate(ref turn, sample);
    }

    /// <summary>Only what the sample itself says, and the driver if he was assigned by then: what came later must not show.</summary>
    private static VehicleSnapshot SnapshotOf(VehicleState state, Sample sample, Instant time, Position position, bool isPoor) => new()
    {
        Key = state.Key,
        FixTime = time,
        Position = position,
        AccuracyMeters = sample.AccuracyMeters,
        HeadingDegrees = sample.HeadingDegrees,
        Speed = sample.EcuSpeed ?? sample.GpsSpeed,
        Ignition = sample.Ignition,
        Pto = sample.Pto,
        PostedLimit = sample.PostedLimit,
        OdometerMeters = sample.OdometerMeters,
        SupplyVolts = sample.SupplyVolts,
        Vin = sample.Vin ?? state.Latest.Vin,
        DriverId = state.Drivers.Since <= time.UnixMilliseconds ? state.Drivers.DriverId : null,
        PoorFix = isPoor,
    };
}

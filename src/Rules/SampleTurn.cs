using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Filters;
using EdgeRelay.Rules.Heartbeat;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.Locations;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.Temperature;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Rules;

/// <summary>One applied sample: first everything is learned from it, then each rule tells what it makes of that.</summary>
/// <remarks>Events show the vehicle after the whole sample, so nothing is told before landmarks and driver are up to date.</remarks>
internal static class SampleTurn
{
    public static void Run(ref Turn turn, Sample sample)
    {
        var reading = IgnitionRule.Read(ref turn, sample);
        PositionFilter.Apply(ref turn, sample);
        turn.Speed = SpeedSelection.Of(ref turn, sample);
        Learn(ref turn, sample);

        var scratch = LandmarkScratch.OfThread;
        scratch.Clear();
        LandmarkRule.Update(ref turn, scratch);
        PostedLimit.Find(ref turn, sample, scratch.Containing);
        turn.State.Latest.PostedLimit = turn.Limit;

        DriverRule.Apply(ref turn, sample);
        IgnitionRule.Apply(ref turn, reading);
        LandmarkRule.Tell(ref turn, scratch);
        LocationRule.Apply(ref turn, sample);
        SpeedRule.Apply(ref turn, sample);
        PostedSpeedRule.Apply(ref turn, sample);
        IdleRule.Apply(ref turn);
        TemperatureRule.Apply(ref turn, sample);
        HeartbeatRule.Apply(ref turn, sample);
        TripRule.Apply(ref turn);
        turn.State.Observer?.Note(turn);
    }

    private static void Learn(ref Turn turn, Sample sample)
    {
        ref var latest = ref turn.State.Latest;
        if (turn.Fix is { } fix)
        {
            latest.Position = fix;
            latest.FixTime = turn.Now.UnixMilliseconds;
            latest.AccuracyMeters = sample.AccuracyMeters;
            latest.PoorFix = turn.PoorFix;
        }

        if (turn.Speed is { } speed)
        {
            turn.IsFirstSpeed = latest.Speed is null;
            var before = latest.Speed?.MilesPerHour ?? speed.MilesPerHour;
            // Told to one decimal; two are enough to store.
            latest.AverageMph = Math.Round((before + speed.MilesPerHour) / 2, 2);
            latest.MaxMph = Math.Round(Math.Max(before, speed.MilesPerHour), 2);
            latest.Speed = speed;
        }

        latest.HeadingDegrees = sample.HeadingDegrees ?? latest.HeadingDegrees;
        latest.Pto = sample.Pto ?? latest.Pto;
        latest.OdometerMeters = sample.OdometerMeters ?? latest.OdometerMeters;
        latest.SupplyVolts = sample.SupplyVolts ?? latest.SupplyVolts;
        latest.FuelUsedLiters = sample.FuelUsedLiters ?? latest.FuelUsedLiters;
        latest.Vin = sample.Vin ?? latest.Vin;
        latest.ClockCorrected = (turn.Marks & FilterMarks.GpsWeek) != 0;
    }
}

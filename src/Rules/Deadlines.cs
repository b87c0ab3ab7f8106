using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Heartbeat;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Rules;

/// <summary>The instants at which a rule finds something although no message comes (telematics reference 2.5).</summary>
internal static class Deadlines
{
    public const long Never = long.MaxValue;

    /// <summary>When the first of all rules is due, Unix milliseconds; <see cref="Never"/> when none waits.</summary>
    public static long Next(VehicleStateView view)
    {
        var next = IgnitionRule.Deadline(view);
        next = Math.Min(next, DriverRule.Deadline(view));
        next = Math.Min(next, LandmarkRule.Deadline(view));
        next = Math.Min(next, SpeedRule.Deadline(view));
        next = Math.Min(next, PostedSpeedRule.Deadline(view));
        next = Math.Min(next, IdleRule.Deadline(view));
        next = Math.Min(next, HeartbeatRule.Deadline(view));
        return Math.Min(next, TripRule.Deadline(view));
    }

    /// <summary>Lets every rule act that is due at the turn's time, in a fixed order. Each leaves its deadline behind.</summary>
    public static void Fire(ref Turn turn)
    {
        var view = new VehicleStateView(turn.State, turn.Book);
        var now = turn.Now.UnixMilliseconds;
        if (IgnitionRule.Deadline(view) <= now)
        {
            IgnitionRule.OnDeadline(ref turn);
        }

        if (DriverRule.Deadline(view) <= now)
        {
            DriverRule.OnDeadline(ref turn);
        }

        if (LandmarkRule.Deadline(view) <= now)
        {
            LandmarkRule.OnDeadline(ref turn);
        }

        if (SpeedRule.Deadline(view) <= now)
        {
            SpeedRule.OnDeadline(ref turn);
        }

        if (PostedSpeedRule.Deadline(view) <= now)
        {
            PostedSpeedRule.OnDeadline(ref turn);
        }

        if (IdleRule.Deadline(view) <= now)
        {
            IdleRule.OnDeadline(ref turn);
        }

        if (HeartbeatRule.Deadline(view) <= now)
        {
            HeartbeatRule.OnDeadline(ref turn);
        }

        if (TripRule.Deadline(view) <= now)
        {
            TripRule.OnDeadline(ref turn);
        }
    }

    public static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000);
}

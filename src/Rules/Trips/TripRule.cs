using System.Text;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Trips;

/// <summary>Parked, moving, stopping, parked: tells each trip when it is over (telematics reference 3).</summary>
internal static class TripRule
{
    private const long MaxIdleStepMilliseconds = 200_000;
    private static readonly byte[] Trigger = Encoding.UTF8.GetBytes("trip_complete");

    public static void Apply(ref Turn turn)
    {
        if (turn.Plan.Trips.Length == 0)
        {
            turn.State.Trip = null;
            return;
        }

        var trip = turn.State.Trip ??= new TripState();
        if (!trip.IsOnTrip)
        {
            ApplyParked(ref turn, trip);
        }
        else
        {
            ApplyMoving(ref turn, trip);
        }

        trip.LastAt = turn.Now.UnixMilliseconds;
    }

    public static long Deadline(VehicleStateView view)
    {
        if (view.State.Trip is not { IsOnTrip: true } trip || view.Plan.Trips.Length == 0)
        {
            return Deadlines.Never;
        }

        return Math.Min(OffDeadline(trip, view.Book.Trips), Math.Min(StopDeadline(trip, view.Book.Trips), SilenceDeadline(trip, view.Book.Trips)));
    }

    public static void OnDeadline(ref Turn turn)
    {
        var trip = turn.State.Trip!;
        var now = turn.Now.UnixMilliseconds;
        if (OffDeadline(trip, turn.Book.Trips) <= now)
        {
            TripEnd.Complete(ref turn, trip, trip.Off!.Value, "ignition_off");
        }
        else if (StopDeadline(trip, turn.Book.Trips) <= now)
        {
            TripEnd.Complete(ref turn, trip, trip.Stop!.Value, "stationary");
        }
        else
        {
            TripEnd.Complete(ref turn, trip, trip.Latest, "no_data");
        }
    }

    private static long OffDeadline(TripState trip, TripSettings settings) =>
        trip.Off is { } off ? off.At + Deadlines.Milliseconds(settings.IgnitionOffSeconds) : Deadlines.Never;

    private static long StopDeadline(TripState trip, TripSettings settings) => trip.Stop is { } stop
        ? stop.At + Deadlines.Milliseconds(trip.StopInLandmark ? settings.StationaryInLandmarkSeconds : settings.StationarySeconds)
        : Deadlines.Never;

    private static long SilenceDeadline(TripState trip, TripSettings settings) =>
        trip.LastAt + Deadlines.Milliseconds(settings.NoDataSeconds);

    private static void ApplyParked(ref Turn turn, TripState trip)
    {
        var settings = turn.Book.Trips;
        if (turn.Speed is { } speed)
        {
            var isMoving = speed.KilometersPerHour >= settings.MovingKmh && turn.State.Ignition.Reading is not false;
            if (!isMoving)
            {
                trip.FirstMoving = null;
            }
            else if (trip.FirstMoving is { } first && turn.Now.SecondsSince(new Instant(first.At)) <= settings.MaxGapSeconds)
            {
                Begin(ref turn, trip, first, turn.StepMeters);
                return;
            }
            else
            {
                trip.FirstMoving = Mark(ref turn);
            }
        }

        if (!turn.IsGoodFix)
        {
            return;
        }

        var meters = trip.Anchor?.Place is { } anchor ? GroundDistance.Meters(anchor, turn.Fix!.Value) : 0;
        if (turn.Reanchored || trip.Anchor?.Place is null)
        {
            trip.Anchor = Mark(ref turn);
        }
        else if (meters >= settings.StartMeters)
        {
            Begin(ref turn, trip, trip.Anchor.Value, meters);
        }
        else if (meters <= settings.StationaryMeters && trip.FirstMoving is null)
        {
            trip.Anchor = Mark(ref turn) with { Place = trip.Anchor.Value.Place };
        }
    }

    private static void Begin(ref Turn turn, TripState trip, TripMark start, double meters)
    {
        var id = EventIdFactory.Derive(turn.State.Key, Trigger, default, EventKind.Start, new Instant(start.At));
        trip.Begin(start, id.High, IgnitionOnAt(ref turn));
        Advance(ref turn, trip, meters);
        WatchForEnd(ref turn, trip);
    }

    private static long? IgnitionOnAt(ref Turn turn)
    {
        ref var ignition = ref turn.State.Ignition;
        if (ignition.Reading is not true)
        {
            return null;
        }

        return ignition.Believed is true ? ignition.BelievedSince : ignition.EdgeAt;
    }

    private static void ApplyMoving(ref Turn turn, TripState trip)
    {
        Advance(ref turn, trip, turn.StepMeters);
        WatchForEnd(ref turn, trip);
    }

    private static void Advance(ref Turn turn, TripState trip, double meters)
    {
        var elapsed = turn.Now.UnixMilliseconds - trip.LastAt;
        if (trip.IsIdling && elapsed <= MaxIdleStepMilliseconds)
        {
            trip.Latest.IdleMilliseconds += elapsed;
        }

        trip.IsIdling = turn.State.Ignition.Reading is true
            && turn.State.Latest.Pto is not true
            && turn.State.Latest.Speed?.KilometersPerHour <= turn.Book.Idle.OnKmh;
        trip.MaxMph = Math.Max(trip.MaxMph, turn.Speed?.MilesPerHour ?? 0);
        if (turn.IsGoodFix)
        {
            var mark = Mark(ref turn);
            mark.PathMillimeters = trip.Latest.PathMillimeters + (long)Math.Round(meters * 1000);
            mark.IdleMilliseconds = trip.Latest.IdleMilliseconds;
            mark.Points = trip.Latest.Points + 1;
            trip.Latest = mark;
        }
    }

    private static void WatchForEnd(ref Turn turn, TripState trip)
    {
        var reading = turn.State.Ignition.Reading;
        if (reading is true)
        {
            trip.Off = null;
        }
        else if (reading is false && turn.IgnitionBefore is not false)
        {
            trip.Off = MarkOfTrip(ref turn, trip);
        }

        var settings = turn.Book.Trips;
        if (turn.Speed?.KilometersPerHour >= settings.MovingKmh)
        {
            trip.Stop = null;
        }
        else if (trip.Stop is { } stop)
        {
            if (turn.IsGoodFix && stop.Place is { } place && GroundDistance.Meters(place, turn.Fix!.Value) > settings.StationaryMeters)
            {
                Stand(ref turn, trip);
            }
        }
        else if (turn.Speed is not null)
        {
            Stand(ref turn, trip);
        }
    }

    private static void Stand(ref Turn turn, TripState trip)
    {
        trip.Stop = MarkOfTrip(ref turn, trip);
        trip.StopInLandmark = trip.Stop.Value.LandmarkId is not null;
    }

    /// <summary>The trip as it is now: where a fix is missing, the last one's place counts.</summary>
    private static TripMark MarkOfTrip(ref Turn turn, TripState trip)
    {
        var mark = Mark(ref turn);
        mark.Place ??= trip.Latest.Place;
        mark.PathMillimeters = trip.Latest.PathMillimeters;
        mark.IdleMilliseconds = trip.Latest.IdleMilliseconds;
        mark.Points = trip.Latest.Points;
        return mark;
    }

    private static TripMark Mark(ref Turn turn) => new()
    {
        At = turn.Now.UnixMilliseconds,
        Place = turn.State.Fixes.Last,
        OdometerMeters = turn.State.Latest.OdometerMeters,
        LandmarkId = Landmarks.LandmarkRule.SmallestInside(turn.State),
    };
}

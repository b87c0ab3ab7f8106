using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Trips;

/// <summary>Sums a trip up, tells it, and parks the vehicle.</summary>
internal static class TripEnd
{
    private const double MetersPerMile = 1609.344;
    private const double OdometerToleranceShare = 0.2;
    private const double OdometerToleranceMeters = 2_000;

    public static void Complete(ref Turn turn, TripState trip, TripMark end, string reason)
    {
        var start = trip.Start!.Value;
        var path = (end.PathMillimeters - start.PathMillimeters) / 1000.0;
        var odometer = OdometerMeters(start, end, path);
        var meters = odometer ?? path;
        var seconds = (end.At - start.At) / 1000.0;
        var drivers = trip.DriversUntil(turn.State.Drivers, end.At);
        var isGhost = meters < turn.Book.Trips.GhostMeters && seconds < turn.Book.Trips.GhostSeconds;
        Park(trip, end, reason);
        if (isGhost)
        {
            return;
        }

        var detail = new EventDetail.TripComplete(
            EpisodeId.Of("trp_", trip.TripId),
            new Instant(start.At),
            new Instant(end.At),
            start.Place,
            end.Place,
            start.LandmarkId,
            end.LandmarkId,
            meters,
            odometer is null ? "path" : "odometer",
            end.IdleMilliseconds / 1000.0,
            trip.MaxMph,
            seconds > 0 ? meters / MetersPerMile / (seconds / 3600) : 0,
            end.Points,
            reason,
            trip.IgnitionOnAt is { } on ? new Instant(on) : null,
            drivers);
        foreach (var watch in turn.Plan.Trips)
        {
            turn.Emit(watch, EventKind.Report, string.Empty, new Instant(end.At), detail);
        }
    }

    /// <returns>Null when the odometer is missing or contradicts the way driven.</returns>
    private static double? OdometerMeters(in TripMark start, in TripMark end, double path)
    {
        if (end.OdometerMeters - start.OdometerMeters is not { } difference || difference < 0)
        {
            return null;
        }

        var tolerance = Math.Max(path * OdometerToleranceShare, OdometerToleranceMeters);
        return Math.Abs(difference - path) <= tolerance ? difference : null;
    }

    private static void Park(TripState trip, TripMark end, string reason)
    {
        var seenAt = reason == "stationary" ? trip.Latest.At : end.At;
        trip.Park(end with { At = Math.Max(seenAt, end.At), PathMillimeters = 0, IdleMilliseconds = 0, Points = 0 });
    }
}

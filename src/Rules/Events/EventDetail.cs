using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Events;

/// <summary>The part of an event that only its type has (field meanings: relay reference 2.3). Closed set.</summary>
public abstract record EventDetail
{
    private EventDetail()
    {
    }

    public sealed record Location : EventDetail;

    /// <summary>The event <paramref name="Corrects"/>, of <paramref name="Kind"/>, was sent and did not happen.</summary>
    public sealed record Corrected(EventId Corrects, EventKind Kind) : EventDetail;

    /// <summary>Interval fields are null in every-report mode; the last three only at the end of an episode.</summary>
    public sealed record OverSpeed(double ThresholdMph, Interval? Interval, SpeedSummary? Summary) : EventDetail;

    public sealed record OverPostedSpeed(
        double ThresholdMph,
        Speed Limit,
        double OverMph,
        string LimitSource,
        string? Road,
        string? WayId,
        double? MatchDistanceMeters,
        Interval? Interval,
        SpeedSummary? Summary) : EventDetail;

    /// <param name="AgeMinutes">Whole minutes since the last fix; null when there was none.</param>
    public sealed record Heartbeat(long? AgeMinutes) : EventDetail;

    public sealed record TripComplete(
        string TripId,
        Instant StartedAt,
        Instant EndedAt,
        Position? Start,
        Position? End,
        long? StartLandmarkId,
        long? EndLandmarkId,
        double DistanceMeters,
        string DistanceSource,
        double IdleSeconds,
        double MaxSpeedMph,
        double AverageSpeedMph,
        int Points,
        string EndReason,
        Instant? IgnitionOnAt,
        IReadOnlyList<DrivenPart> Drivers) : EventDetail;

    /// <param name="FormerStateSeconds">How long the ignition was in the other state; null when unknown.</param>
    /// <param name="Source"><c>attribute</c>, <c>code</c>, <c>rpm</c> or <c>voltage</c>.</param>
    public sealed record IgnitionChanged(bool On, double? FormerStateSeconds, string Source) : EventDetail;

    /// <param name="EnteredAt">Null for an enter event.</param>
    public sealed record LandmarkCrossed(
        long LandmarkId,
        string VisitId,
        double ProximityMeters,
        bool Interpolated,
        bool Crossing,
        bool Initial,
        Instant? EnteredAt,
        double? DwellSeconds) : EventDetail;

    public sealed record Idling(
        double ThresholdSeconds,
        Interval Interval,
        double DurationSeconds,
        double ProximityMeters,
        double? FuelGallons) : EventDetail;

    /// <param name="PeakCelsius">At the end of an interval the reading farthest from the band; else null.</param>
    public sealed record TemperatureRead(
        string Probe, double Celsius, double? LowCelsius, double? HighCelsius, Interval? Interval, double? PeakCelsius) : EventDetail;

    public sealed record Inspected(InspectionReport Report) : EventDetail;

    public sealed record DriverChanged(
        string? DriverId,
        string? PreviousDriverId,
        string? Tag,
        bool UnknownTag,
        string Source,
        Instant Effective) : EventDetail;
}

using System.Globalization;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>
/// Why an event was told, in one line for people: what was found against what was asked for. The long form, of events and of what was not
/// told alike, is the rules' own explanation.
/// </summary>
internal static class EventReason
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Of(RuleEvent found) => found.Detail switch
    {
        EventDetail.OverSpeed over => Speed(found, over),
        EventDetail.OverPostedSpeed over => PostedSpeed(found, over),
        EventDetail.Heartbeat => found.Kind == EventKind.Missed ? "no message for too long" : "heard of",
        EventDetail.TripComplete trip => $"the trip ended: {trip.EndReason}",
        EventDetail.IgnitionChanged ignition => $"the ignition turned {(ignition.On ? "on" : "off")} ({ignition.Source})",
        EventDetail.LandmarkCrossed crossed => Landmark(found, crossed),
        EventDetail.Idling idling => Idle(found, idling),
        EventDetail.TemperatureRead read => Temperature(found, read),
        EventDetail.Inspected inspected => string.Create(Plain, $"inspection {inspected.Report.Status}, defects: {inspected.Report.DefectCount}"),
        EventDetail.DriverChanged changed => changed.UnknownTag ? $"an unknown tag ({changed.Source})" : $"the driver changed ({changed.Source})",
        _ => "a position was accepted",
    };

    private static string Speed(RuleEvent found, EventDetail.OverSpeed over) => found.Kind == EventKind.End
        ? "the episode ended: " + over.Interval?.EndReason
        : string.Create(Plain, $"{found.Vehicle.Speed?.MilesPerHour:0.#} mph ≥ {over.ThresholdMph:0.###} mph");

    private static string PostedSpeed(RuleEvent found, EventDetail.OverPostedSpeed over) => found.Kind == EventKind.End
        ? "the episode ended: " + over.Interval?.EndReason
        : string.Create(Plain, $"{over.OverMph:0.#} mph over {over.Limit.MilesPerHour:0.#} mph ({over.LimitSource}) ≥ {over.ThresholdMph:0.###} mph");

    private static string Idle(RuleEvent found, EventDetail.Idling idling) => found.Kind == EventKind.End
        ? "idling ended: " + idling.Interval.EndReason
        : string.Create(Plain, $"idle for {idling.DurationSeconds:0} s ≥ {idling.ThresholdSeconds:0.###} s");

    private static string Landmark(RuleEvent found, EventDetail.LandmarkCrossed crossed) =>
        crossed.Initial ? "inside at the first fix"
        : crossed.Crossing ? "passed through between two fixes"
        : found.Kind == EventKind.Leave ? "outside the border and its buffer"
        : "inside the border";

    private static string Temperature(RuleEvent found, EventDetail.TemperatureRead read) => found.Kind switch
    {
        EventKind.Low => string.Create(Plain, $"{read.Celsius:0.##} °C < {read.LowCelsius:0.###} °C"),
        EventKind.High => string.Create(Plain, $"{read.Celsius:0.##} °C > {read.HighCelsius:0.###} °C"),
        EventKind.Normal => string.Create(Plain, $"{read.Celsius:0.##} °C is within the band again"),
        EventKind.Repeat => "still outside the band",
        _ => found.Detection is Detection.Temperature { Mode: TemperatureMode.Change } change
            ? string.Create(Plain, $"changed by {change.DeltaCelsius:0.###} °C or more")
            : "a reading came",
    };
}

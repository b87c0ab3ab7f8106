using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Locations;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Explaining;

/// <summary>Why <c>location</c>, <c>idle</c> and <c>trip_complete</c> fired or did not.</summary>
internal static class MotionReasons
{
    public static TriggerExplanation Of(Judgement judged, Watch<Detection.Location> watch)
    {
        var want = watch.Detection;
        var conditions = new List<Condition>
        {
            new("position", judged.Seen.Fix is { } place ? $"{place.Latitude:0.######}, {place.Longitude:0.######}" : null, "accepted", judged.Seen.Fix is null ? null : true),
        };
        if (LocationRule.IsEveryReport(want))
        {
            return judged.Explain(watch, string.Empty, string.Empty, conditions);
        }

        var before = Find(judged.Before.SentLocations, watch.Key);
        if (before is { } sent && judged.Seen.Fix is { } fix)
        {
            // One of them is enough.
            AddIf(conditions, want.MinIntervalSeconds, Say.AtLeast("or since the last sent", judged.Now.SecondsSince(new Instant(sent.At)), want.MinIntervalSeconds, "s"));
            AddIf(conditions, want.MinDistanceMeters, Say.AtLeast("or moved", GroundDistance.Meters(sent.Place, fix), want.MinDistanceMeters, "m"));
            AddIf(conditions, want.MinTurnDegrees, Say.AtLeast("or turned", LocationRule.TurnBetween(sent.HeadingDegrees, (judged.Input as Sample)?.HeadingDegrees), want.MinTurnDegrees, "°"));
        }

        return judged.Explain(watch, PhaseOf(before), PhaseOf(Find(judged.After.SentLocations, watch.Key)), conditions);
    }

    public static TriggerExplanation Of(Judgement judged, Watch<Detection.Idle> watch)
    {
        var latest = judged.After.Latest;
        var since = judged.After.Idle?.RunSince ?? judged.Before.Idle?.RunSince;
        return judged.Explain(
            watch,
            PhaseOf(judged.Before, watch),
            PhaseOf(judged.After, watch),
            judged.Raw
                ? Say.IsNot("ignition", Say.OnOff(judged.After.Ignition.Reading), "off")
                : Say.Is("ignition", Say.OnOff(judged.After.Ignition.Reading), "on"),
            Say.AtMost("speed", latest.Speed?.KilometersPerHour, judged.Raw ? 0 : judged.Book.Idle.OnKmh, "km/h"),
            Say.IsNot("power take-off", Say.OnOff(latest.Pto) ?? "off", "on"),
            Say.AtLeast("idle for", since is { } began ? judged.Now.SecondsSince(new Instant(began)) : 0, watch.Detection.MinSeconds, "s"));
    }

    public static TriggerExplanation Of(Judgement judged, Watch<Detection.TripComplete> watch)
    {
        var settings = judged.Book.Trips;
        var (before, after) = (judged.Before.Trip, judged.After.Trip);
        var conditions = new List<Condition>();
        if (before is not { IsOnTrip: true })
        {
            conditions.Add(Say.AtLeast("moving", judged.Seen.Speed?.KilometersPerHour, settings.MovingKmh, "km/h"));
            conditions.Add(Say.IsNot("ignition", Say.OnOff(judged.After.Ignition.Reading), "off"));
            double? away = before?.Anchor?.Place is { } anchor && judged.Seen.Fix is { } fix ? GroundDistance.Meters(anchor, fix) : null;
            conditions.Add(Say.AtLeast("or away from where it was parked", away, settings.StartMeters, "m"));
        }
        else
        {
            conditions.Add(Say.AtLeast("ignition off for", SecondsSince(judged, after?.Off?.At ?? before.Off?.At), settings.IgnitionOffSeconds, "s"));
            var inLandmark = after?.StopInLandmark ?? before.StopInLandmark;
            conditions.Add(Say.AtLeast(
                inLandmark ? "or standing in a landmark for" : "or standing for",
                SecondsSince(judged, after?.Stop?.At ?? before.Stop?.At),
                inLandmark ? settings.StationaryInLandmarkSeconds : settings.StationarySeconds,
                "s"));
            conditions.Add(Say.AtLeast("or silent for", SecondsSince(judged, before.LastAt), settings.NoDataSeconds, "s"));
        }

        return judged.Explain(watch, PhaseOf(before), PhaseOf(after), conditions);
    }

    private static double SecondsSince(Judgement judged, long? at) => at is { } since ? judged.Now.SecondsSince(new Instant(since)) : 0;

    private static void AddIf(List<Condition> conditions, double bound, Condition condition)
    {
        if (bound > 0)
        {
            conditions.Add(condition);
        }
    }

    private static SentLocation? Find(in TightList<SentLocation> list, ulong key)
    {
        foreach (ref readonly var sent in list.Span)
        {
            if (sent.Key == key)
            {
                return sent;
            }
        }

        return null;
    }

    private static string PhaseOf(SentLocation? sent) => sent is { } last ? "sent at " + new Instant(last.At) : "nothing sent";

    private static string PhaseOf(VehicleState state, Watch<Detection.Idle> watch)
    {
        var index = state.Idle?.IndexOf(watch.Key) ?? -1;
        return index >= 0 ? Say.Since("idle, told,", state.Idle!.Fired[index].Since)
            : state.Idle?.RunSince is { } since ? Say.Since("idle", since)
            : "not idle";
    }

    private static string PhaseOf(Trips.TripState? trip) => trip switch
    {
        { Start: { } start, Off: { } off } => $"on a trip since {new Instant(start.At)}, ignition off since {new Instant(off.At)}",
        { Start: { } start, Stop: { } stop } => $"on a trip since {new Instant(start.At)}, standing since {new Instant(stop.At)}",
        { Start: { } start } => Say.Since("on a trip", start.At),
        { FirstMoving: { } first } => Say.Since("parked, moving", first.At),
        { Anchor: not null } => "parked",
        _ => "unknown",
    };
}

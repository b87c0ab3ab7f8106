using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules;

/// <summary>A rule book's detections sorted by family, once per book and time of effect, so that no rule searches or casts per sample.</summary>
internal sealed class RulePlan
{
    private RulePlan(RuleBook book, long effectiveMs)
    {
        var detections = Distinct(book.Detections.Where(d => FromMs(d) <= effectiveMs));
        CompleteFromMs = effectiveMs < long.MaxValue ? effectiveMs : detections.Select(FromMs).Append(long.MinValue).Max();
        Locations = Of<Detection.Location>(detections);
        Speeds = Of<Detection.Speed>(detections);
        PostedSpeeds = Of<Detection.PostedSpeed>(detections);
        Heartbeats = Of<Detection.Heartbeat>(detections);
        Trips = Of<Detection.TripComplete>(detections);
        IgnitionOns = Of<Detection.IgnitionOn>(detections);
        IgnitionOffs = Of<Detection.IgnitionOff>(detections);
        Enters = Of<Detection.LandmarkEnter>(detections);
        Leaves = Of<Detection.LandmarkLeave>(detections);
        Changes = Of<Detection.LandmarkChange>(detections);
        Idles = Of<Detection.Idle>(detections);
        Temperatures = Of<Detection.Temperature>(detections);
        Inspections = Of<Detection.Dvir>(detections);
        Drivers = Of<Detection.DriverAssignment>(detections);
        WantsConnects = Heartbeats.Any(w => w.Detection.OnConnect);
        HasLandmarks = book.Landmarks.Count > 0;
        HasLandmarkLimits = book.Landmarks.HasSpeedLimits;
    }

    /// <summary>From here on, Unix ms of the receive time, all of the plan's detections count.</summary>
    public long CompleteFromMs { get; }

    public Watch<Detection.Location>[] Locations { get; }

    public Watch<Detection.Speed>[] Speeds { get; }

    public Watch<Detection.PostedSpeed>[] PostedSpeeds { get; }

    public Watch<Detection.Heartbeat>[] Heartbeats { get; }

    public Watch<Detection.TripComplete>[] Trips { get; }

    public Watch<Detection.IgnitionOn>[] IgnitionOns { get; }

    public Watch<Detection.IgnitionOff>[] IgnitionOffs { get; }

    public Watch<Detection.LandmarkEnter>[] Enters { get; }

    public Watch<Detection.LandmarkLeave>[] Leaves { get; }

    public Watch<Detection.LandmarkChange>[] Changes { get; }

    public Watch<Detection.Idle>[] Idles { get; }

    public Watch<Detection.Temperature>[] Temperatures { get; }

    public Watch<Detection.Dvir>[] Inspections { get; }

    public Watch<Detection.DriverAssignment>[] Drivers { get; }

    /// <summary>Some heartbeat detection asks for connections of devices.</summary>
    public bool WantsConnects { get; }

    public bool HasLandmarks { get; }

    public bool HasLandmarkLimits { get; }

    /// <param name="effectiveMs">Without the detections that took effect later.</param>
    public static RulePlan For(RuleBook book, long effectiveMs) => new(book, effectiveMs);

    // Of equal detections the one that counts longest, in the place of the first: the order of events must not change with time.
    private static List<Detection> Distinct(IEnumerable<Detection> detections) =>
        [.. detections.GroupBy(d => d.Canonical, StringComparer.Ordinal).Select(equal => equal.MinBy(FromMs)!)];

    private static long FromMs(Detection detection) => detection.EffectiveFrom?.UnixMilliseconds ?? long.MinValue;

    private static Watch<TDetection>[] Of<TDetection>(List<Detection> detections)
        where TDetection : Detection => [.. detections.OfType<TDetection>().Select(d => new Watch<TDetection>(d))];
}

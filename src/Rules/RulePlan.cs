using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules;

/// <summary>A rule book's detections sorted by family, once per book, so that no rule searches or casts per sample.</summary>
internal sealed class RulePlan
{
    private RulePlan(RuleBook book)
    {
        var detections = book.Detections.Distinct().ToList();
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
        HasLandmarks = book.Landmarks.Landmarks.Count > 0;
        HasLandmarkLimits = book.Landmarks.Landmarks.Any(l => l.SpeedLimitMph > 0);
    }

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

    public bool HasLandmarks { get; }

    public bool HasLandmarkLimits { get; }

    public static RulePlan For(RuleBook book) => new(book);

    private static Watch<TDetection>[] Of<TDetection>(List<Detection> detections)
        where TDetection : Detection => [.. detections.OfType<TDetection>().Select(d => new Watch<TDetection>(d))];
}

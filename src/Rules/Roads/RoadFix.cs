using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Roads;

/// <summary>What matching needs to know of one fix.</summary>
internal readonly record struct RoadFix
{
    private const double EarthRadiusMeters = 6_371_008.8;

    public required Position Position { get; init; }

    /// <summary>Event time, Unix ms.</summary>
    public required long At { get; init; }

    /// <summary>As the receiver says; null is unknown.</summary>
    public double? AccuracyMeters { get; init; }

    public double? SpeedKmh { get; init; }

    /// <summary>As the device says; degrees clockwise from north.</summary>
    public double? HeadingDegrees { get; init; }

    /// <summary>The good fix before; null when the way from it is not known.</summary>
    public Position? Previous { get; init; }

    public long PreviousAt { get; init; }

    public double Sigma => AccuracyMeters is > RoadMatching.LeastSigmaMeters and < double.PositiveInfinity
        ? AccuracyMeters.Value
        : RoadMatching.LeastSigmaMeters;

    public static double MetersPerDegree => EarthRadiusMeters * Math.PI / 180;

    /// <summary>The direction of travel, if it can be told.</summary>
    public double? Direction()
    {
        if (SpeedKmh is not >= RoadMatching.HeadingFromKmh)
        {
            return null;
        }

        if (HeadingDegrees is { } heading && double.IsFinite(heading))
        {
            return heading;
        }

        return Previous is { } from
            && At - PreviousAt is >= 0 and <= (long)(RoadMatching.BearingWithinSeconds * 1000)
            && GroundDistance.Meters(from, Position) >= RoadMatching.BearingFromMeters
                ? Bearing(from, Position)
                : null;
    }

    private static double Bearing(Position from, Position to)
    {
        var east = to.Longitude - from.Longitude;
        east = east is > 180 or < -180 ? east - Math.CopySign(360, east) : east;
        var x = east * Math.Cos((from.Latitude + to.Latitude) * (Math.PI / 360));
        return Math.Atan2(x, to.Latitude - from.Latitude) * (180 / Math.PI);
    }
}

using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests;

/// <summary>Dull valid things to start a test from. Seconds count from <see cref="Start"/>, metres from <see cref="Origin"/>.</summary>
internal static class Given
{
    public const double MetersPerDegree = 6_371_008.8 * Math.PI / 180;

    public static Instant Start { get; } = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public static VehicleKey Vehicle { get; } = new(1, "truck-7");

    public static Position Origin { get; } = new(48.1, 11.5);

    public static Instant Second(double second) => Start.PlusSeconds(second);

    public static Position Meters(double east, double north = 0) => new(
        Origin.Latitude + (north / MetersPerDegree),
        Origin.Longitude + (east / MetersPerDegree / Math.Cos(Origin.Latitude * Math.PI / 180)));

    public static SampleBuilder Sample(double second) => new(second);

    public static RuleBook Book(params Detection[] detections) => new() { Version = 1, Detections = detections };

    public static RuleBook Raw(params Detection[] detections) =>
        new() { Version = 1, Detections = detections, Profile = RuleProfile.Raw };

    public static RuleBook Book(IReadOnlyList<Landmark> landmarks, params Detection[] detections) =>
        new() { Version = 1, Detections = detections, Landmarks = LandmarkIndex.Build(landmarks) };

    public static RuleBook Book(DriverDirectory drivers, params Detection[] detections) =>
        new() { Version = 1, Detections = detections, Drivers = drivers };

    /// <summary>A rectangle from west to east, 1 km high, metres from the origin.</summary>
    public static Landmark Yard(long id, double west, double east, double halfHeight = 500)
    {
        Coordinate Corner(double x, double y) => new(Meters(x, y).Longitude, Meters(x, y).Latitude);
        var ring = new[]
        {
            Corner(west, -halfHeight), Corner(east, -halfHeight), Corner(east, halfHeight), Corner(west, halfHeight), Corner(west, -halfHeight),
        };
        return new Landmark
        {
            Id = id,
            Name = "Yard " + id,
            Kind = LandmarkKind.Polygon,
            Geometry = new GeometryFactory().CreatePolygon(ring),
            LeaveBufferMeters = 20,
            GeometryVersion = 1,
        };
    }
}

using NetTopologySuite.Geometries;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>A named area. Geometry is valid and, for circles and corridors, still carries its radius or half width.</summary>
public sealed record Landmark
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public string? Group { get; init; }

    public required LandmarkKind Kind { get; init; }

    /// <summary>Polygon or multipolygon in degrees (x = longitude), unwrapped across ±180°; a point for a circle; a line for a corridor.</summary>
    public required Geometry Geometry { get; init; }

    /// <summary>Radius of a circle or half width of a corridor, metres; 0 for polygons.</summary>
    public double RadiusMeters { get; init; }

    /// <summary>How far outside counts as left, metres; null takes the default of the telematics reference 4.1.</summary>
    public double? LeaveBufferMeters { get; init; }

    public double EnterDwellSeconds { get; init; }

    public double LeaveDwellSeconds { get; init; }

    /// <summary>Posted limit inside, mph; null when the landmark sets none.</summary>
    public double? SpeedLimitMph { get; init; }

    /// <summary>Raised whenever geometry or buffer change: vehicle state of an older version is unknown again.</summary>
    public required int GeometryVersion { get; init; }
}

using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>A named area. Geometry is valid and, for circles and corridors, still carries its radius or half width.</summary>
/// <remarks>Immutable; safe to read from any thread. Geometry comes from <see cref="LandmarkGeometry"/>.</remarks>
public sealed record Landmark
{
    // A copy made by `with` takes the shape along, so whatever the shape depends on forgets it.
    private ShapeCache _shape;
    private readonly Geometry? _geometry;
    private readonly byte[]? _geometryBinary;

    public required long Id { get; init; }

    public required string Name { get; init; }

    public string? Group { get; init; }

    public required LandmarkKind Kind
    {
        get;
        init
        {
            field = value;
            _shape = default;
        }
    }

    /// <summary>
    /// Polygon or multipolygon in degrees (x = longitude), unwrapped across ±180°; a point for a circle; a line for a corridor. Of a
    /// landmark that was given <see cref="GeometryBinary"/> it is read anew each time.
    /// </summary>
    public Geometry Geometry
    {
        get => _geometry ?? new WKBReader().Read(_geometryBinary
            ?? throw new InvalidOperationException($"Landmark {Id} was made without a geometry."));
        init
        {
            (_geometry, _geometryBinary) = (value, null);
            _shape = default;
        }
    }

    /// <summary>
    /// The geometry as well-known binary instead: a million landmarks are held in a third of the memory, and made in a fraction of the time.
    /// </summary>
    public byte[] GeometryBinary
    {
        init
        {
            (_geometry, _geometryBinary) = (null, value);
            _shape = default;
        }
    }

    /// <summary>Radius of a circle or half width of a corridor, metres; 0 for polygons.</summary>
    public double RadiusMeters
    {
        get;
        init
        {
            field = value;
            _shape = default;
        }
    }

    /// <summary>How far outside counts as left, metres; null takes <see cref="LandmarkShape.DefaultLeaveBufferMeters"/>.</summary>
    public double? LeaveBufferMeters { get; init; }

    public double EnterDwellSeconds { get; init; }

    public double LeaveDwellSeconds { get; init; }

    /// <summary>Posted limit inside, mph; null when the landmark sets none.</summary>
    public double? SpeedLimitMph { get; init; }

    /// <summary>When crossings of it are told; null is always. Whether a vehicle is inside is followed at all times.</summary>
    public ISchedule? Schedule { get; init; }

    /// <summary>Raised whenever geometry or buffer change: vehicle state of an older version is unknown again.</summary>
    public required int GeometryVersion { get; init; }

    /// <summary>
    /// Since when, by receive time, this geometry counts; null is since ever. A vehicle whose last fix was received before it does
    /// not know yet whether it is inside: its next fix tells, silently.
    /// </summary>
    public Instant? EffectiveFrom { get; init; }

    /// <summary>The geometry in the form that questions are asked of. Made at the first use, then kept.</summary>
    public LandmarkShape Shape => _shape.Value ??= MakeShape();

    /// <summary>Smallest box around the geometry, in degrees; it does not make the shape when it can be told without.</summary>
    internal GeoBox Bounds =>
        _shape.Value is null && Kind is LandmarkKind.Polygon or LandmarkKind.MultiPolygon
            ? FlatRings.BoundsOfBinary(_geometryBinary) ?? Shape.Bounds
            : Shape.Bounds;

    private LandmarkShape MakeShape() =>
        Kind is LandmarkKind.Polygon or LandmarkKind.MultiPolygon && FlatRings.OfBinary(_geometryBinary) is { } rings
            ? PolygonShape.Of(rings)
            : LandmarkShape.Create(Kind, Geometry, RadiusMeters);

    /// <summary>Equal to every other: what is remembered is no part of the landmark's value.</summary>
    private record struct ShapeCache
    {
        public LandmarkShape? Value;

        public readonly bool Equals(ShapeCache other) => true;

        public override readonly int GetHashCode() => 0;
    }
}

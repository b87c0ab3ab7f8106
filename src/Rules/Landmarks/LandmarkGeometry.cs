using System.Diagnostics.CodeAnalysis;
using NetTopologySuite.Geometries;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>A geometry that is fit to be a landmark: valid, unwrapped, within bounds.</summary>
/// <param name="Kind">May be <see cref="LandmarkKind.MultiPolygon"/> where a polygon fell apart in repair.</param>
/// <param name="Geometry">For <see cref="Landmark.Geometry"/>.</param>
/// <param name="RadiusMeters">For <see cref="Landmark.RadiusMeters"/>.</param>
/// <param name="Repairs">What was changed, so that it can be told to whoever sent it.</param>
public sealed record LandmarkGeometry(
    LandmarkKind Kind, Geometry Geometry, double RadiusMeters, LandmarkGeometryRepairs Repairs)
{
    public const int MaxVertices = 100_000;

    public const double MinCircleRadiusMeters = 10;

    public const double MaxRadiusMeters = 100_000;

    public const double MinHalfWidthMeters = 1;

    /// <summary>Repairs coordinates or refuses them; never throws on what they hold.</summary>
    /// <param name="parts">
    /// Polygons of rings of points (x = longitude), outer ring first. Of a circle the only point is its centre, of a corridor the
    /// only ring is its line.
    /// </param>
    /// <param name="radiusMeters">Radius of a circle, half width of a corridor; not looked at for polygons.</param>
    public static bool TryCreate(
        LandmarkKind kind,
        IReadOnlyList<IReadOnlyList<Coordinate[]>> parts,
        double radiusMeters,
        [NotNullWhen(true)] out LandmarkGeometry? created,
        [NotNullWhen(false)] out LandmarkGeometryFault? fault) =>
        new LandmarkGeometryRepair(kind, radiusMeters).TryRun(parts, out created, out fault);

    /// <summary>The same for a geometry that exists already.</summary>
    public static bool TryCreate(
        LandmarkKind kind,
        Geometry geometry,
        double radiusMeters,
        [NotNullWhen(true)] out LandmarkGeometry? created,
        [NotNullWhen(false)] out LandmarkGeometryFault? fault)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        return TryCreate(kind, LandmarkGeometryRepair.PartsOf(geometry), radiusMeters, out created, out fault);
    }
}

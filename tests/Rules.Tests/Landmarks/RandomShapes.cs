using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Tests.Landmarks;

/// <summary>Valid polygons and places on a coarse grid, so that points on corners and borders come up all the time.</summary>
internal sealed class RandomShapes(int seed)
{
    /// <summary>Degrees. A power of two, so that grid points are exact.</summary>
    private const double Grid = 1.0 / 64;

    private static readonly GeometryFactory Factory = new();

    public Random Random { get; } = new(seed);

    /// <summary>A star around a centre, with up to 300 corners and, often, a hole that is a star too.</summary>
    public Geometry Polygon(double longitude, double latitude, double size)
    {
        var corners = Random.Next(4) == 0 ? 60 + Random.Next(240) : 3 + Random.Next(20);
        var shell = Star(longitude, latitude, corners, size * 0.6, size);
        LinearRing[] holes = Random.Next(2) == 0 ? [] : [Star(longitude, latitude, 3 + Random.Next(12), size * 0.1, size * 0.4)];
        var polygon = Factory.CreatePolygon(shell, holes);
        return polygon.IsValid && polygon.Area > 0 ? polygon : Polygon(longitude, latitude, size);
    }

    public Geometry MultiPolygon(double longitude, double latitude, double size) => Factory.CreateMultiPolygon(
        [(Polygon)Polygon(longitude, latitude, size), (Polygon)Polygon(longitude + (2.5 * size), latitude, size)]);

    /// <summary>A place on the grid in or around a geometry; sometimes one of its corners or a place inside a cell.</summary>
    public Position PlaceAt(Geometry geometry)
    {
        var box = geometry.EnvelopeInternal;
        var (x, y) = Random.Next(8) switch
        {
            0 => geometry.Coordinates[Random.Next(geometry.NumPoints)] is var c ? (c.X, c.Y) : default,
            1 => (Between(box.MinX, box.MaxX), Between(box.MinY, box.MaxY)),
            _ => (Snap(Between(box.MinX - (2 * Grid), box.MaxX + (2 * Grid))), Snap(Between(box.MinY - (2 * Grid), box.MaxY + (2 * Grid)))),
        };
        return new Position(Math.Clamp(y, -90, 90), x);
    }

    public double Between(double least, double most) => least + (Random.NextDouble() * (most - least));

    public static Landmark Landmark(long id, LandmarkKind kind, Geometry geometry, double radiusMeters = 0) => new()
    {
        Id = id,
        Name = $"landmark {id}",
        Kind = kind,
        Geometry = geometry,
        RadiusMeters = radiusMeters,
        GeometryVersion = 1,
    };

    public static Landmark Circle(long id, double longitude, double latitude, double radiusMeters) =>
        Landmark(id, LandmarkKind.Circle, Factory.CreatePoint(new Coordinate(longitude, latitude)), radiusMeters);

    public static Landmark Corridor(long id, double halfWidthMeters, params (double Longitude, double Latitude)[] points) => Landmark(
        id,
        LandmarkKind.Corridor,
        Factory.CreateLineString([.. points.Select(p => new Coordinate(p.Longitude, p.Latitude))]),
        halfWidthMeters);

    private LinearRing Star(double longitude, double latitude, int corners, double least, double most)
    {
        var points = Enumerable.Range(0, corners).Select(i =>
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * i / corners);
            var radius = Between(least, most);
            return new Coordinate(Snap(longitude + (radius * cosine)), Snap(latitude + (radius * sine)));
        }).ToList();
        return Factory.CreateLinearRing([.. points, points[0].Copy()]);
    }

    private static double Snap(double degrees) => Math.Round(degrees / Grid) * Grid;
}

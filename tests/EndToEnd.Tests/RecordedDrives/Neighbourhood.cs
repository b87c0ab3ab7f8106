using System.Text.Json;
using NetTopologySuite.Geometries;

namespace EdgeRelay.EndToEnd.Tests.RecordedDrives;

/// <summary>A published polygon as its file has it.</summary>
/// <param name="Name">Its number in the file, a bar, its name: as the oracle calls it.</param>
internal sealed record Neighbourhood(string Name, Geometry Shape)
{
    private const double MetersPerDegree = 111_195;

    /// <summary>The features of a GeoJSON collection of Polygons and MultiPolygons.</summary>
    public static IReadOnlyList<Neighbourhood> ReadAll(JsonElement collection) =>
    [
        .. collection.GetProperty("features").EnumerateArray().Select((feature, i) => new Neighbourhood(
            $"{i}|{feature.GetProperty("properties").GetProperty("name").GetString()}", ShapeOf(feature.GetProperty("geometry")))),
    ];

    /// <summary>Distance to the nearest border, metres, on a plane that touches the earth at the fix.</summary>
    public double MetersToBorder(TaxiFix fix)
    {
        var nearest = double.PositiveInfinity;
        var eastward = MetersPerDegree * Math.Cos(fix.Latitude * Math.PI / 180);
        foreach (var ring in Rings())
        {
            for (var i = 1; i < ring.Length; i++)
            {
                nearest = Math.Min(nearest, MetersToOrigin(Flat(ring[i - 1]), Flat(ring[i])));
            }
        }

        return nearest;

        (double X, double Y) Flat(Coordinate c) => ((c.X - fix.Longitude) * eastward, (c.Y - fix.Latitude) * MetersPerDegree);
    }

    private IEnumerable<Coordinate[]> Rings()
    {
        for (var i = 0; i < Shape.NumGeometries; i++)
        {
            var polygon = (Polygon)Shape.GetGeometryN(i);
            yield return polygon.ExteriorRing.Coordinates;
            foreach (var hole in polygon.InteriorRings)
            {
                yield return hole.Coordinates;
            }
        }
    }

    private static double MetersToOrigin((double X, double Y) from, (double X, double Y) to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var square = (dx * dx) + (dy * dy);
        var along = square > 0 ? Math.Clamp(-((from.X * dx) + (from.Y * dy)) / square, 0, 1) : 0;
        return Math.Sqrt(Math.Pow(from.X + (along * dx), 2) + Math.Pow(from.Y + (along * dy), 2));
    }

    private static Geometry ShapeOf(JsonElement geometry)
    {
        var coordinates = geometry.GetProperty("coordinates");
        return geometry.GetProperty("type").GetString() == "Polygon"
            ? PolygonOf(coordinates)
            : new MultiPolygon([.. coordinates.EnumerateArray().Select(PolygonOf)]);
    }

    private static Polygon PolygonOf(JsonElement rings)
    {
        var all = rings.EnumerateArray().Select(ring => new LinearRing(
            [.. ring.EnumerateArray().Select(point => new Coordinate(point[0].GetDouble(), point[1].GetDouble()))])).ToArray();
        return new Polygon(all[0], all[1..]);
    }
}

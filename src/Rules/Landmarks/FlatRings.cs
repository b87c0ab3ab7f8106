using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>The rings of a polygon or multipolygon in one array, and what is measured of them. Immutable.</summary>
internal sealed class FlatRings
{
    private readonly List<Ring> _rings;

    private FlatRings(double[] points, List<Ring> rings)
    {
        Points = points;
        _rings = rings;
        var (west, south, east, north) = (points[0], points[1], points[0], points[1]);
        for (var at = 2; at < points.Length; at += 2)
        {
            (west, east) = (Math.Min(west, points[at]), Math.Max(east, points[at]));
            (south, north) = (Math.Min(south, points[at + 1]), Math.Max(north, points[at + 1]));
        }

        Bounds = new GeoBox(west, south, east, north);
    }

    /// <summary>Longitude and latitude in turn, ring after ring, each closed.</summary>
    public double[] Points { get; }

    public GeoBox Bounds { get; }

    /// <param name="geometry">Neither empty nor other than a polygon or multipolygon.</param>
    public static FlatRings Of(Geometry geometry)
    {
        var rings = new List<Ring>();
        var points = new double[geometry.NumPoints * 2];
        var at = 0;
        for (var i = 0; i < geometry.NumGeometries; i++)
        {
            var polygon = (Polygon)geometry.GetGeometryN(i);
            Add(polygon.ExteriorRing, isHole: false);
            foreach (var hole in polygon.InteriorRings)
            {
                Add(hole, isHole: true);
            }
        }

        return new FlatRings(points, rings);

        void Add(LineString ring, bool isHole)
        {
            var sequence = ring.CoordinateSequence;
            rings.Add(new Ring(at, sequence.Count, isHole));
            for (var i = 0; i < sequence.Count; i++)
            {
                points[at++] = sequence.GetX(i);
                points[at++] = sequence.GetY(i);
            }
        }
    }

    /// <summary>Reads well-known binary (OGC 06-103r4, 8.2) without building geometry objects.</summary>
    /// <returns>Null for anything but little-endian polygons and multipolygons in two dimensions, as the gateway stores them.</returns>
    public static FlatRings? OfBinary(ReadOnlySpan<byte> wkb)
    {
        var rings = new List<Ring>(1);
        var points = new double[wkb.Length / sizeof(double)];
        var used = 0;
        var reader = new WkbRings(wkb);
        while (reader.TryNext(out var coordinates, out var isHole))
        {
            rings.Add(new Ring(used, coordinates.Length / 2, isHole));
            coordinates.CopyTo(points.AsSpan(used));
            used += coordinates.Length;
        }

        return reader.IsWhole && used > 0 ? new FlatRings(points[..used], rings) : null;
    }

    /// <returns>The box around what <see cref="OfBinary"/> reads; null where that gives null.</returns>
    public static GeoBox? BoundsOfBinary(ReadOnlySpan<byte> wkb)
    {
        var (west, south) = (double.PositiveInfinity, double.PositiveInfinity);
        var (east, north) = (double.NegativeInfinity, double.NegativeInfinity);
        var reader = new WkbRings(wkb);
        while (reader.TryNext(out var coordinates, out _))
        {
            for (var at = 0; at < coordinates.Length; at += 2)
            {
                (west, east) = (Math.Min(west, coordinates[at]), Math.Max(east, coordinates[at]));
                (south, north) = (Math.Min(south, coordinates[at + 1]), Math.Max(north, coordinates[at + 1]));
            }
        }

        return reader.IsWhole && west <= east ? new GeoBox(west, south, east, north) : null;
    }

    /// <returns>Where each edge's first point stands in <see cref="Points"/>.</returns>
    public int[] Edges()
    {
        var edges = new int[(Points.Length / 2) - _rings.Count];
        var next = 0;
        foreach (var ring in _rings)
        {
            for (var i = 0; i < ring.Count - 1; i++)
            {
                edges[next++] = ring.Start + (2 * i);
            }
        }

        return edges;
    }

    /// <summary>Area on the ellipsoid, m²: outer rings less holes.</summary>
    public double AreaSquareMeters()
    {
        double sum = 0;
        foreach (var ring in _rings)
        {
            sum += ring.IsHole ? -AreaOf(ring) : AreaOf(ring);
        }

        return Math.Max(0, sum);
    }

    /// <summary>Centre of gravity in longitude and latitude, holes taken out.</summary>
    public Position Centroid()
    {
        // About the first point, lest small areas far from 0°, 0° drown in rounding.
        double originX = Points[0], originY = Points[1], twice = 0, sumX = 0, sumY = 0;
        foreach (var ring in _rings)
        {
            double ringTwice = 0, ringX = 0, ringY = 0;
            for (var at = ring.Start; at < ring.Start + (2 * (ring.Count - 1)); at += 2)
            {
                double ax = Points[at] - originX, ay = Points[at + 1] - originY;
                double bx = Points[at + 2] - originX, by = Points[at + 3] - originY;
                var cross = (ax * by) - (bx * ay);
                ringTwice += cross;
                ringX += (ax + bx) * cross;
                ringY += (ay + by) * cross;
            }

            var sign = (ringTwice > 0) == ring.IsHole ? -1 : 1;
            twice += sign * ringTwice;
            sumX += sign * ringX;
            sumY += sign * ringY;
        }

        return twice > 0
            ? new Position(originY + (sumY / (3 * twice)), Geodesy.WrapLongitude(originX + (sumX / (3 * twice))))
            : new Position(originY, Geodesy.WrapLongitude(originX));
    }

    /// <summary>The strips between each edge and the ring's first meridian, from zone areas: exact for edges along either axis.</summary>
    private double AreaOf(Ring ring)
    {
        var meridian = Points[ring.Start];
        double twice = 0, previousX = 0, previousZone = Geodesy.ZoneArea(Points[ring.Start + 1]);
        for (var i = 1; i < ring.Count; i++)
        {
            var x = Points[ring.Start + (2 * i)] - meridian;
            var zone = Geodesy.ZoneArea(Points[ring.Start + (2 * i) + 1]);
            twice += (x + previousX) * (zone - previousZone);
            (previousX, previousZone) = (x, zone);
        }

        return Math.Abs(twice) / 2 * Geodesy.RadiansPerDegree;
    }

    private readonly record struct Ring(int Start, int Count, bool IsHole);
}

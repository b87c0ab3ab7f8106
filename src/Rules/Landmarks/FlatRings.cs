using NetTopologySuite.Geometries;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Turns polygons into flat arrays and measures them.</summary>
internal static class FlatRings
{
    /// <returns>Longitude and latitude in turn, and where each edge begins.</returns>
    public static (double[] Points, int[] Edges) Of(Geometry geometry)
    {
        var rings = RingsOf(geometry).ToList();
        var points = new double[rings.Sum(r => r.Ring.NumPoints) * 2];
        var edges = new int[rings.Sum(r => r.Ring.NumPoints - 1)];
        int at = 0, edge = 0;
        foreach (var (ring, _) in rings)
        {
            var sequence = ring.CoordinateSequence;
            for (var i = 0; i < sequence.Count; i++)
            {
                if (i < sequence.Count - 1)
                {
                    edges[edge++] = at;
                }

                points[at++] = sequence.GetX(i);
                points[at++] = sequence.GetY(i);
            }
        }

        return (points, edges);
    }

    /// <summary>Area on the ellipsoid, m²: outer rings less holes.</summary>
    public static double AreaSquareMeters(Geometry geometry) =>
        Math.Max(0, RingsOf(geometry).Sum(r => r.IsHole ? -AreaOf(r.Ring) : AreaOf(r.Ring)));

    private static IEnumerable<(LineString Ring, bool IsHole)> RingsOf(Geometry geometry)
    {
        for (var i = 0; i < geometry.NumGeometries; i++)
        {
            if (geometry.GetGeometryN(i) is Polygon polygon)
            {
                yield return (polygon.ExteriorRing, false);
                foreach (var hole in polygon.InteriorRings)
                {
                    yield return (hole, true);
                }
            }
        }
    }

    /// <summary>The strips between each edge and the ring's first meridian, from zone areas: exact for edges along either axis.</summary>
    private static double AreaOf(LineString ring)
    {
        var sequence = ring.CoordinateSequence;
        var meridian = sequence.GetX(0);
        double twice = 0, previousX = 0, previousZone = Geodesy.ZoneArea(sequence.GetY(0));
        for (var i = 1; i < sequence.Count; i++)
        {
            var x = sequence.GetX(i) - meridian;
            var zone = Geodesy.ZoneArea(sequence.GetY(i));
            twice += (x + previousX) * (zone - previousZone);
            (previousX, previousZone) = (x, zone);
        }

        return Math.Abs(twice) / 2 * Geodesy.RadiansPerDegree;
    }
}

using NetTopologySuite.Geometries;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Repairs of single rings and lines that need no overlay.</summary>
internal static class LandmarkRing
{
    /// <returns>Copies of the points, each that repeats the one before it left out.</returns>
    public static Coordinate[] WithoutRepeats(Coordinate[] points)
    {
        var kept = new List<Coordinate>(points.Length);
        foreach (var point in points)
        {
            if (kept.Count == 0 || !kept[^1].Equals2D(point))
            {
                kept.Add(new Coordinate(point.X, point.Y));
            }
        }

        return [.. kept];
    }

    /// <summary>Lets longitudes run on beyond ±180° where one point lies more than 180° from the one before it.</summary>
    /// <returns>True when a point was moved.</returns>
    public static bool Unwrap(Coordinate[] points)
    {
        var moved = false;
        for (var i = 1; i < points.Length; i++)
        {
            var turns = Math.Round((points[i].X - points[i - 1].X) / 360);
            if (Math.Abs(points[i].X - points[i - 1].X) > 180 && turns != 0)
            {
                points[i].X -= turns * 360;
                moved = true;
            }
        }

        return moved;
    }

    /// <summary>Moves a hole by whole turns to where its polygon is.</summary>
    public static void MoveBeside(LinearRing hole, LinearRing shell) =>
        Shift(hole, Math.Round((shell.EnvelopeInternal.Centre.X - hole.EnvelopeInternal.Centre.X) / 360) * 360);

    /// <summary>Moves the parts of the western hemisphere a turn east when that brings parts from both ends of the map together.</summary>
    /// <returns>True when parts were moved.</returns>
    public static bool MoveTogether(List<Polygon> polygons)
    {
        var whole = polygons.Select(p => p.EnvelopeInternal).Aggregate((a, b) => a.ExpandedBy(b));
        var moved = polygons.Select(EasternEnvelope).Aggregate((a, b) => a.ExpandedBy(b));
        if (whole.Width <= 180 || moved.Width >= 180)
        {
            return false;
        }

        foreach (var polygon in polygons.Where(p => p.EnvelopeInternal.Centre.X < 0))
        {
            Shift(polygon, 360);
        }

        return true;
    }

    private static Envelope EasternEnvelope(Polygon polygon)
    {
        var box = polygon.EnvelopeInternal;
        var shift = box.Centre.X < 0 ? 360 : 0;
        return new Envelope(box.MinX + shift, box.MaxX + shift, box.MinY, box.MaxY);
    }

    private static void Shift(Geometry geometry, double degrees)
    {
        if (degrees == 0)
        {
            return;
        }

        foreach (var point in geometry.Coordinates.Distinct(ReferenceEqualityComparer.Instance).Cast<Coordinate>())
        {
            point.X += degrees;
        }

        geometry.GeometryChanged();
    }
}

using NetTopologySuite.Geometries;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>What can be told from the coordinates alone, before anything is built of them.</summary>
internal static class LandmarkGeometryCheck
{
    public static LandmarkGeometryFault? FirstFault(
        LandmarkKind kind, IReadOnlyList<IReadOnlyList<Coordinate[]>> parts, double radiusMeters)
    {
        if (parts.Count == 0 || parts.Any(p => p.Count == 0 || p[0].Length == 0))
        {
            return new LandmarkGeometryFault(
                LandmarkGeometryFaultReason.WrongGeometry, $"There are no coordinates that a {kind} could be made of.");
        }

        return Count(parts) ?? Radius(kind, radiusMeters) ?? Ordinates(parts) ?? Line(kind, parts[0][0]);
    }

    private static LandmarkGeometryFault? Count(IReadOnlyList<IReadOnlyList<Coordinate[]>> parts)
    {
        var count = parts.Sum(p => p.Sum(r => (long)r.Length));
        return count <= LandmarkGeometry.MaxVertices
            ? null
            : new LandmarkGeometryFault(
                LandmarkGeometryFaultReason.TooManyVertices,
                $"The geometry has {count} points; at most {LandmarkGeometry.MaxVertices} are taken.");
    }

    private static LandmarkGeometryFault? Radius(LandmarkKind kind, double meters)
    {
        if (kind is not (LandmarkKind.Circle or LandmarkKind.Corridor))
        {
            return null;
        }

        var least = kind == LandmarkKind.Circle ? LandmarkGeometry.MinCircleRadiusMeters : LandmarkGeometry.MinHalfWidthMeters;
        return meters >= least && meters <= LandmarkGeometry.MaxRadiusMeters
            ? null
            : new LandmarkGeometryFault(
                LandmarkGeometryFaultReason.RadiusOutOfRange,
                $"The {(kind == LandmarkKind.Circle ? "radius" : "half width")} is {meters} m; it must be {least} to {LandmarkGeometry.MaxRadiusMeters} m.");
    }

    private static LandmarkGeometryFault? Ordinates(IReadOnlyList<IReadOnlyList<Coordinate[]>> parts)
    {
        for (var part = 0; part < parts.Count; part++)
        {
            for (var ring = 0; ring < parts[part].Count; ring++)
            {
                for (var vertex = 0; vertex < parts[part][ring].Length; vertex++)
                {
                    var point = parts[part][ring][vertex];
                    if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
                    {
                        return new LandmarkGeometryFault(
                            LandmarkGeometryFaultReason.NotFinite, "A coordinate is not a number.", part, ring, vertex);
                    }

                    if (Math.Abs(point.Y) > 90 || Math.Abs(point.X) > 360)
                    {
                        return new LandmarkGeometryFault(
                            LandmarkGeometryFaultReason.OutOfRange,
                            $"Longitude {point.X}, latitude {point.Y} is not on earth; longitude comes first.",
                            part,
                            ring,
                            vertex);
                    }
                }
            }
        }

        return null;
    }

    private static LandmarkGeometryFault? Line(LandmarkKind kind, Coordinate[] line) =>
        kind == LandmarkKind.Corridor && line.Distinct().Take(2).Count() < 2
            ? new LandmarkGeometryFault(LandmarkGeometryFaultReason.TooFewPoints, "The line has fewer than two distinct points.", 0, 0)
            : null;
}

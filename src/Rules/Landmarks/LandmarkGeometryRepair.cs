using System.Diagnostics.CodeAnalysis;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>One run of turning coordinates into a valid geometry; notes what it had to change.</summary>
internal sealed class LandmarkGeometryRepair(LandmarkKind kind, double radiusMeters)
{
    /// <summary>The fixer rounds the points where borders cross, and now and then the rounded borders cross again.</summary>
    private const int RepairRounds = 3;

    private static readonly GeometryFactory Factory = new();

    private LandmarkGeometryRepairs _repairs;

    public static IReadOnlyList<IReadOnlyList<Coordinate[]>> PartsOf(Geometry geometry) => geometry switch
    {
        Point or LineString => geometry.IsEmpty ? [] : [[geometry.Coordinates]],
        Polygon polygon => polygon.IsEmpty ? [] : [RingsOf(polygon)],
        MultiPolygon multi => [.. multi.Geometries.Cast<Polygon>().Where(p => !p.IsEmpty).Select(RingsOf)],
        _ => [],
    };

    public bool TryRun(
        IReadOnlyList<IReadOnlyList<Coordinate[]>> parts,
        [NotNullWhen(true)] out LandmarkGeometry? created,
        [NotNullWhen(false)] out LandmarkGeometryFault? fault)
    {
        created = null;
        fault = LandmarkGeometryCheck.FirstFault(kind, parts, radiusMeters);
        if (fault is not null)
        {
            return false;
        }

        (created, fault) = kind switch
        {
            LandmarkKind.Circle => (Done(Factory.CreatePoint(parts[0][0][0].Copy()), radiusMeters), null),
            LandmarkKind.Corridor => Line(parts[0][0]),
            _ => Polygons(parts),
        };
        return created is not null;
    }

    private static Coordinate[][] RingsOf(Polygon polygon) =>
        [polygon.ExteriorRing.Coordinates, .. polygon.InteriorRings.Select(r => r.Coordinates)];

    private LandmarkGeometry Done(Geometry geometry, double radius) =>
        new(geometry is MultiPolygon ? LandmarkKind.MultiPolygon : geometry is Polygon ? LandmarkKind.Polygon : kind, geometry, radius, _repairs);

    private (LandmarkGeometry?, LandmarkGeometryFault?) Line(Coordinate[] line)
    {
        var points = LandmarkRing.WithoutRepeats(line);
        if (LandmarkRing.Unwrap(points))
        {
            _repairs |= LandmarkGeometryRepairs.Unwrapped;
        }

        return (Done(Factory.CreateLineString(points), radiusMeters), null);
    }

    private (LandmarkGeometry?, LandmarkGeometryFault?) Polygons(IReadOnlyList<IReadOnlyList<Coordinate[]>> parts)
    {
        var polygons = new List<Polygon>(parts.Count);
        LandmarkGeometryFault? firstFault = null;
        for (var part = 0; part < parts.Count; part++)
        {
            var (polygon, fault) = OnePolygon(parts[part], part);
            firstFault ??= fault;
            if (polygon is not null)
            {
                polygons.Add(polygon);
            }
        }

        if (polygons.Count == 0 || firstFault is { Reason: LandmarkGeometryFaultReason.EncirclesPole })
        {
            return (null, firstFault);
        }

        if (firstFault is not null)
        {
            _repairs |= LandmarkGeometryRepairs.PartDropped;
        }

        Gather(polygons);
        return Valid(polygons.Count == 1 ? polygons[0] : Factory.CreateMultiPolygon([.. polygons]));
    }

    private (Polygon?, LandmarkGeometryFault?) OnePolygon(IReadOnlyList<Coordinate[]> rings, int part)
    {
        var fault = TryRing(rings[0], part, 0, out var shell);
        if (shell is null)
        {
            return (null, fault);
        }

        var holes = new List<LinearRing>(rings.Count - 1);
        for (var i = 1; i < rings.Count; i++)
        {
            fault = TryRing(rings[i], part, i, out var hole);
            if (hole is not null)
            {
                LandmarkRing.MoveBeside(hole, shell);
                holes.Add(hole);
            }
            else if (fault is { Reason: LandmarkGeometryFaultReason.EncirclesPole })
            {
                return (null, fault);
            }
            else
            {
                _repairs |= LandmarkGeometryRepairs.PartDropped;
            }
        }

        return (Factory.CreatePolygon(shell, [.. holes]), null);
    }

    private LandmarkGeometryFault? TryRing(Coordinate[] source, int part, int index, out LinearRing? ring)
    {
        ring = null;
        var points = LandmarkRing.WithoutRepeats(source);
        if (points.Length > 0 && !points[0].Equals2D(points[^1]))
        {
            points = [.. points, points[0].Copy()];
            _repairs |= LandmarkGeometryRepairs.RingClosed;
        }

        if (points.Distinct().Take(3).Count() < 3)
        {
            return new LandmarkGeometryFault(
                LandmarkGeometryFaultReason.TooFewPoints, "The ring has fewer than three distinct points.", part, index);
        }

        if (LandmarkRing.Unwrap(points))
        {
            _repairs |= LandmarkGeometryRepairs.Unwrapped;
            if (!points[0].Equals2D(points[^1]))
            {
                return new LandmarkGeometryFault(
                    LandmarkGeometryFaultReason.EncirclesPole,
                    "The ring runs once round the earth; split it at a meridian and lead it over the pole.",
                    part,
                    index);
            }
        }

        ring = Factory.CreateLinearRing(points);
        if (ring.IsCCW != (index == 0))
        {
            ring = (LinearRing)ring.Reverse();
            _repairs |= LandmarkGeometryRepairs.RingReversed;
        }

        return null;
    }

    /// <summary>Parts split at ±180° (RFC 7946, 3.1.9) are brought side by side when that makes the whole narrower.</summary>
    private void Gather(List<Polygon> polygons)
    {
        if (LandmarkRing.MoveTogether(polygons))
        {
            _repairs |= LandmarkGeometryRepairs.Unwrapped;
        }
    }

    private (LandmarkGeometry?, LandmarkGeometryFault?) Valid(Geometry geometry)
    {
        try
        {
            for (var round = 0; !IsValidOp.CheckValid(geometry); round++)
            {
                if (round == RepairRounds)
                {
                    return (null, new LandmarkGeometryFault(LandmarkGeometryFaultReason.NotRepairable, "The borders cross each other so that they could not be made valid."));
                }

                geometry = GeometryFixer.Fix(geometry);
                _repairs |= LandmarkGeometryRepairs.BordersRemade;
            }
        }
#pragma warning disable CA1031 // Whatever the overlay throws on strange coordinates is a fault of the geometry, told to its sender.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (null, new LandmarkGeometryFault(LandmarkGeometryFaultReason.NotRepairable, $"The borders could not be made valid: {e.Message}"));
        }

        if (geometry is MultiPolygon { NumGeometries: 1 } single)
        {
            geometry = single.GetGeometryN(0);
        }

        return geometry.IsEmpty || geometry is not (Polygon or MultiPolygon) || !(geometry.Area > 0)
            ? (null, new LandmarkGeometryFault(LandmarkGeometryFaultReason.ZeroArea, "The area is zero.", 0, 0))
            : (Done(geometry, 0), null);
    }
}

using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>All points within a geodesic distance of a centre.</summary>
/// <remarks>
/// The straight chord to the centre decides all but a band of some centimetres around the border, so that a question costs the
/// sines of one position; see <see cref="Geodesy.Meters(Position, Position)"/> for the rest.
/// </remarks>
internal sealed class CircleShape : LandmarkShape
{
    /// <summary>Radii of curvature of the ellipsoid lie between these, metres: M at the equator, and at a pole.</summary>
    private const double LeastCurvatureRadius = 6_335_439;
    private const double GreatestCurvatureRadius = 6_399_594;
    private const int Bisections = 44;

    private readonly double _radius;
    private readonly double _reach;
    private readonly Geodesy.Geocentric _center;
    private readonly double _insideBelow;
    private readonly double _outsideAbove;

    public CircleShape(Coordinate center, double radiusMeters)
        : base(CellMap.AllBorder)
    {
        Center = new Position(center.Y, Geodesy.WrapLongitude(center.X));
        Bounds = new GeoBox(Center.Longitude, center.Y, Center.Longitude, center.Y).Padded(radiusMeters);
        _radius = radiusMeters;
        _reach = (Bounds.East - Bounds.West) / 2;
        _center = Geodesy.Geocentric.From(Center.Longitude, center.Y);
        _insideBelow = ChordSquared(LeastCurvatureRadius) * (1 - 1e-9);
        _outsideAbove = ChordSquared(GreatestCurvatureRadius) * (1 + 1e-9);
    }

    public override double AreaSquareMeters => Math.PI * _radius * _radius;

    public override Position Center { get; }

    public override double DefaultLeaveBufferMeters => Math.Max(20, 0.1 * _radius);

    internal override GeoBox Bounds { get; }

    public override bool Contains(Position position)
    {
        var turn = Math.Abs(position.Longitude - Center.Longitude);
        if (position.Latitude < Bounds.South || position.Latitude > Bounds.North || Math.Min(turn, 360 - turn) > _reach)
        {
            return false;
        }

        var square = Geodesy.Geocentric.From(position.Longitude, position.Latitude).ChordSquaredTo(_center);
        return square < _insideBelow
            || (square <= _outsideAbove
                && Geodesy.ArcOf(square, position.Latitude, turn, Center.Latitude) <= _radius);
    }

    public override double MetersToBorder(Position position) => Math.Abs(Geodesy.Meters(position, Center) - _radius);

    public override int CrossingFractions(Position from, Position to, Span<double> fractions)
    {
        var way = new Way(from, to);
        var closest = ClosestFraction(way);
        if (MetersOutside(way, closest) > 0)
        {
            return 0;
        }

        var count = 0;
        if (MetersOutside(way, 0) > 0)
        {
            count = Fractions.Insert(fractions, count, Bisect(way, 0, closest));
        }

        if (MetersOutside(way, 1) > 0)
        {
            count = Fractions.Insert(fractions, count, Bisect(way, 1, closest));
        }

        return count;
    }

    /// <summary>Where the way comes nearest to the centre, in the plane of the scale at the centre.</summary>
    private double ClosestFraction(Way way)
    {
        var scale = Geodesy.ScaleAt(Center.Latitude);
        double dx = (way.ToX - way.FromX) * scale.East, dy = (way.ToY - way.FromY) * scale.North;
        var px = Math.IEEERemainder(Center.Longitude - way.FromX, 360) * scale.East;
        var py = (Center.Latitude - way.FromY) * scale.North;
        var square = (dx * dx) + (dy * dy);
        return square > 0 ? Math.Clamp(((px * dx) + (py * dy)) / square, 0, 1) : 0;
    }

    private double Bisect(Way way, double outside, double inside)
    {
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (outside + inside) / 2;
            (outside, inside) = MetersOutside(way, middle) > 0 ? (middle, inside) : (outside, middle);
        }

        return inside;
    }

    private double MetersOutside(Way way, double fraction)
    {
        var (x, y) = way.At(fraction);
        return Geodesy.Meters(x, y, Center.Longitude, Center.Latitude) - _radius;
    }

    private double ChordSquared(double curvatureRadius)
    {
        var chord = 2 * curvatureRadius * Math.Sin(_radius / 2 / curvatureRadius);
        return chord * chord;
    }
}

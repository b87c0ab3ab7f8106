using NetTopologySuite.Geometries;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>All points within half a width of a line, with round ends and bends.</summary>
internal sealed class CorridorShape : LandmarkShape
{
    /// <summary>Fractions of a way closer than this are one border point, found from both segments of a bend.</summary>
    private const double SameFraction = 1e-9;
    private const int Narrowings = 40;

    private readonly double[] _points;
    private readonly EdgeBands _edges;
    private readonly double _halfWidth;

    public CorridorShape(Geometry line, double halfWidthMeters)
        : base(CellMap.AllBorder)
    {
        var coordinates = line.Coordinates;
        _points = [.. coordinates.SelectMany(c => new[] { c.X, c.Y })];
        _halfWidth = halfWidthMeters;
        var envelope = line.EnvelopeInternal;
        int[] edges = [.. Enumerable.Range(0, coordinates.Length - 1).Select(i => i * 2)];
        _edges = new EdgeBands(_points, edges, envelope.MinY, envelope.MaxY);
        Bounds = new GeoBox(envelope.MinX, envelope.MinY, envelope.MaxX, envelope.MaxY).Padded(halfWidthMeters);
        var length = coordinates.Zip(coordinates.Skip(1), (a, b) => Geodesy.Meters(a.X, a.Y, b.X, b.Y)).Sum();
        AreaSquareMeters = (length * 2 * halfWidthMeters) + (Math.PI * halfWidthMeters * halfWidthMeters);
        var centroid = line.Centroid.Coordinate;
        Center = new Position(centroid.Y, Geodesy.WrapLongitude(centroid.X));
    }

    public override double AreaSquareMeters { get; }

    public override Position Center { get; }

    internal override GeoBox Bounds { get; }

    public override bool Contains(Position position)
    {
        var x = Nearest(position.Longitude);
        return Bounds.Contains(x, position.Latitude) && MetersToLine(x, position.Latitude) <= _halfWidth;
    }

    /// <remarks>Inside a bend the true border can be farther than half a width less the distance to the line.</remarks>
    public override double MetersToBorder(Position position) =>
        Math.Abs(MetersToLine(Nearest(position.Longitude), position.Latitude) - _halfWidth);

    public override int CrossingFractions(Position from, Position to, Span<double> fractions)
    {
        var way = new Way(from, to);
        way = way.Turned(Nearest(way.FromX) - way.FromX);
        if (!way.MayTouch(Bounds))
        {
            return 0;
        }

        var scale = Geodesy.ScaleAt((way.FromY + way.ToY) / 2);
        var count = 0;
        for (var edge = 0; edge + 3 < _points.Length; edge += 2)
        {
            if (!way.MayTouch(BoxOf(edge).Padded(_halfWidth)))
            {
                continue;
            }

            var closest = ClosestFraction(way, edge, scale);
            if (MetersOutside(way, edge, closest, scale) > 0)
            {
                continue;
            }

            count = AddEnd(way, edge, 0, closest, scale, fractions, count);
            count = AddEnd(way, edge, 1, closest, scale, fractions, count);
        }

        return count;
    }

    private int AddEnd(
        Way way, int edge, double end, double inside, Geodesy.LocalScale scale, Span<double> fractions, int count)
    {
        if (MetersOutside(way, edge, end, scale) <= 0)
        {
            return count;
        }

        var outside = end;
        for (var i = 0; i < Narrowings; i++)
        {
            var middle = (outside + inside) / 2;
            (outside, inside) = MetersOutside(way, edge, middle, scale) > 0 ? (middle, inside) : (outside, middle);
        }

        foreach (var known in fractions[..count])
        {
            if (Math.Abs(known - inside) < SameFraction)
            {
                return count;
            }
        }

        return IsCovered(way, edge, outside, scale) ? count : Fractions.Insert(fractions, count, inside);
    }

    /// <returns>True where another segment's part of the corridor goes on beyond the border of this one's.</returns>
    private bool IsCovered(Way way, int edge, double fraction, Geodesy.LocalScale scale)
    {
        for (var other = 0; other + 3 < _points.Length; other += 2)
        {
            if (other != edge && MetersOutside(way, other, fraction, scale) < -1e-6)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the way is nearest to a segment. The distance has one minimum, so thirds of the range can be cut off.</summary>
    private double ClosestFraction(Way way, int edge, Geodesy.LocalScale scale)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 2 * Narrowings; i++)
        {
            double third = (high - low) / 3, left = low + third, right = high - third;
            (low, high) = MetersOutside(way, edge, left, scale) <= MetersOutside(way, edge, right, scale)
                ? (low, right)
                : (left, high);
        }

        return (low + high) / 2;
    }

    private double MetersOutside(Way way, int edge, double fraction, Geodesy.LocalScale scale)
    {
        var (x, y) = way.At(fraction);
        var search = new NearestOnLine(x, y, scale);
        search.Offer(Edge.From(_points, edge));
        return Math.Sqrt(search.BestSquare) - _halfWidth;
    }

    private double MetersToLine(double x, double y)
    {
        var scale = Geodesy.ScaleAt(y);
        var search = new NearestOnLine(x, y, scale);
        _edges.SearchOutwards(y, scale.North, ref search);
        return search.Meters();
    }

    private GeoBox BoxOf(int edge) => new(
        Math.Min(_points[edge], _points[edge + 2]),
        Math.Min(_points[edge + 1], _points[edge + 3]),
        Math.Max(_points[edge], _points[edge + 2]),
        Math.Max(_points[edge + 1], _points[edge + 3]));

    private double Nearest(double longitude)
    {
        var middle = (Bounds.West + Bounds.East) / 2;
        return longitude < middle - 180 ? longitude + 360 : longitude > middle + 180 ? longitude - 360 : longitude;
    }
}

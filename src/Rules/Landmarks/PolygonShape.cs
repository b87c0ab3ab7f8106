using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Polygon or multipolygon with holes.</summary>
/// <remarks>
/// Parts of a valid multipolygon do not overlap, so counting how many edges of any ring lie east of the point (even-odd) answers
/// for all parts and holes at once.
/// </remarks>
internal sealed class PolygonShape : LandmarkShape
{
    private readonly EdgeBands _edges;

    private PolygonShape(FlatRings rings, EdgeBands edges, CellMap cells)
        : base(cells)
    {
        _edges = edges;
        Bounds = rings.Bounds;
        AreaSquareMeters = rings.AreaSquareMeters();
        Center = rings.Centroid();
    }

    public override double AreaSquareMeters { get; }

    public override Position Center { get; }

    internal override GeoBox Bounds { get; }

    public static PolygonShape Of(FlatRings rings)
    {
        var edges = rings.Edges();
        var bands = new EdgeBands(rings.Points, edges, rings.Bounds.South, rings.Bounds.North);
        return new PolygonShape(rings, bands, CellMap.Of(rings.Points, edges, rings.Bounds, bands));
    }

    public override bool Contains(Position position)
    {
        var x = Turned(position.Longitude);
        return Bounds.Contains(x, position.Latitude) && _edges.Contains(x, position.Latitude);
    }

    public override double MetersToBorder(Position position)
    {
        var y = position.Latitude;
        var x = Nearest(position.Longitude);
        var scale = Geodesy.ScaleAt(y);
        var search = new NearestOnLine(x, y, scale);
        _edges.SearchOutwards(y, scale.North, ref search);
        return search.Meters();
    }

    public override int CrossingFractions(Position from, Position to, Span<double> fractions)
    {
        var way = new Way(from, to);
        var count = 0;
        for (var turn = -360; turn <= 360; turn += 360)
        {
            var turned = way.Turned(turn);
            count = turned.MayTouch(Bounds) ? _edges.AddCrossings(turned, fractions, count) : count;
        }

        return count;
    }

    /// <summary>The longitude as the unwrapped rings count it.</summary>
    private double Turned(double longitude) =>
        longitude < Bounds.West ? longitude + 360 : longitude > Bounds.East ? longitude - 360 : longitude;

    /// <summary>The longitude that lies nearest to the middle of the shape.</summary>
    private double Nearest(double longitude)
    {
        var middle = (Bounds.West + Bounds.East) / 2;
        return longitude < middle - 180 ? longitude + 360 : longitude > middle + 180 ? longitude - 360 : longitude;
    }
}

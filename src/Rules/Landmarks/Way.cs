using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>The way between two fixes: straight in longitude and latitude, the short way round, not wrapped at ±180°.</summary>
internal readonly record struct Way(double FromX, double FromY, double ToX, double ToY)
{
    public Way(Position from, Position to)
        : this(
            from.Longitude,
            from.Latitude,
            to.Longitude + (to.Longitude - from.Longitude > 180 ? -360 : to.Longitude - from.Longitude < -180 ? 360 : 0),
            to.Latitude)
    {
    }

    public GeoBox Bounds => new(Math.Min(FromX, ToX), Math.Min(FromY, ToY), Math.Max(FromX, ToX), Math.Max(FromY, ToY));

    public (double X, double Y) At(double fraction) =>
        (FromX + (fraction * (ToX - FromX)), FromY + (fraction * (ToY - FromY)));

    /// <summary>The same way as it looks some whole turns farther east.</summary>
    public Way Turned(double degrees) => new(FromX + degrees, FromY, ToX + degrees, ToY);

    public bool MayTouch(GeoBox box)
    {
        var own = Bounds;
        return own.West <= box.East && own.East >= box.West && own.South <= box.North && own.North >= box.South;
    }

    /// <summary>Where the way crosses an edge.</summary>
    /// <remarks>
    /// Of an edge's two ends one side counts as on the line and the other not, so that a way through a corner crosses once and
    /// a way that only touches it crosses twice or not at all: the parity of the crossings stays right.
    /// </remarks>
    public bool TryCross(Edge edge, out double fraction)
    {
        fraction = 0;
        var first = Side.Of(FromX, FromY, ToX, ToY, edge.Ax, edge.Ay);
        var second = Side.Of(FromX, FromY, ToX, ToY, edge.Bx, edge.By);
        if ((first > 0) == (second > 0))
        {
            return false;
        }

        var start = Side.Of(edge.Ax, edge.Ay, edge.Bx, edge.By, FromX, FromY);
        var end = Side.Of(edge.Ax, edge.Ay, edge.Bx, edge.By, ToX, ToY);
        if ((start > 0 && end > 0) || (start < 0 && end < 0) || start == end)
        {
            return false;
        }

        fraction = start / (start - end);
        return true;
    }
}

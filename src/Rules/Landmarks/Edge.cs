namespace EdgeRelay.Rules.Landmarks;

/// <summary>A straight edge between two points, x = longitude, y = latitude.</summary>
internal readonly record struct Edge(double Ax, double Ay, double Bx, double By)
{
    /// <summary>No edge: it fills up blocks. Every question about it answers no.</summary>
    public static Edge None => new(0, double.PositiveInfinity, 0, double.PositiveInfinity);

    public double South => Math.Min(Ay, By);

    public double North => Math.Max(Ay, By);

    public static Edge From(double[] points, int at) => new(points[at], points[at + 1], points[at + 2], points[at + 3]);

    /// <returns>True when the point lies exactly on the edge, ends included.</returns>
    public bool Touches(double x, double y) =>
        y >= South && y <= North
        && x >= Math.Min(Ax, Bx) && x <= Math.Max(Ax, Bx)
        && Side.Of(Ax, Ay, Bx, By, x, y) == 0;

    /// <returns>True when a ray from the point to the east crosses the edge; its northern end belongs to it, its southern one not.</returns>
    public bool LiesEastOf(double x, double y) =>
        (Ay > y) != (By > y) && (Side.Of(Ax, Ay, Bx, By, x, y) > 0) == (By > Ay);
}

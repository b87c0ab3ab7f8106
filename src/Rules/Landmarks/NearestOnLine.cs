namespace EdgeRelay.Rules.Landmarks;

/// <summary>Finds the point of some straight edges that lies nearest to a place.</summary>
/// <remarks>
/// Candidates are compared in the plane that touches the ellipsoid's scale at the place, where edges stay straight; the distance
/// of the winner is then the geodesic one. Near borders, where it matters, the two agree to millimetres.
/// </remarks>
internal struct NearestOnLine(double longitude, double latitude, Geodesy.LocalScale scale)
{
    private double _x;
    private double _y;

    /// <summary>Square of the least distance so far, m² in the plane.</summary>
    public double BestSquare { get; private set; } = double.PositiveInfinity;

    public void Offer(Edge edge)
    {
        var (ax, ay, bx, by) = edge;
        double dx = (bx - ax) * scale.East, dy = (by - ay) * scale.North;
        double px = (longitude - ax) * scale.East, py = (latitude - ay) * scale.North;
        var square = (dx * dx) + (dy * dy);
        var along = square > 0 ? Math.Clamp(((px * dx) + (py * dy)) / square, 0, 1) : 0;
        double offX = px - (along * dx), offY = py - (along * dy);
        var distance = (offX * offX) + (offY * offY);
        if (distance < BestSquare)
        {
            BestSquare = distance;
            _x = ax + (along * (bx - ax));
            _y = ay + (along * (by - ay));
        }
    }

    /// <returns>Geodesic distance to the nearest point, metres; infinite when no edge was offered.</returns>
    public readonly double Meters() =>
        double.IsInfinity(BestSquare) ? double.PositiveInfinity : Geodesy.Meters(longitude, latitude, _x, _y);
}

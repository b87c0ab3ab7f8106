namespace EdgeRelay.Simulator.Route;

/// <summary>A straight stretch of one street, or a quarter circle from one street into another.</summary>
internal readonly record struct RoutePiece
{
    /// <summary>Radius of a turn, metres: a right turn of a delivery truck.</summary>
    public const double TurnRadius = 8;

    private const double QuarterTurn = Math.PI / 2;

    /// <summary>Length of a turn, metres.</summary>
    public const double TurnLength = QuarterTurn * TurnRadius;

    public required PlanePoint Start { get; init; }

    /// <summary>Unit vector of travel at the start.</summary>
    public required PlanePoint Direction { get; init; }

    /// <summary>Unit vector towards the inside of the turn; (0, 0) on a straight.</summary>
    public PlanePoint Inward { get; init; }

    public required double Length { get; init; }

    public required double LimitMph { get; init; }

    /// <summary>Distance from the start of the route, metres.</summary>
    public required double Begins { get; init; }

    public double Ends => Begins + Length;

    public bool IsTurn => Inward != default;

    public RoadPose At(double distance)
    {
        var along = Math.Clamp(distance - Begins, 0, Length);
        if (!IsTurn)
        {
            return new RoadPose(Start + (Direction * along), HeadingOf(Direction), LimitMph);
        }

        var fraction = along / Length;
        var (sine, cosine) = SineAndCosine(fraction * QuarterTurn);
        var point = Start + (Direction * (TurnRadius * sine)) + (Inward * (TurnRadius * (1 - cosine)));
        var rightward = (Direction.Y * Inward.X) - (Direction.X * Inward.Y) > 0;
        var heading = HeadingOf(Direction) + (rightward ? 90 : -90) * fraction;
        return new RoadPose(point, heading < 0 ? heading + 360 : heading >= 360 ? heading - 360 : heading, LimitMph);
    }

    private static double HeadingOf(PlanePoint direction) =>
        direction.Y > 0.5 ? 0 : direction.X > 0.5 ? 90 : direction.Y < -0.5 ? 180 : 270;

    /// <summary>Power series for 0 to π/2: the platform's own functions differ in the last bit between machines, these do not.</summary>
    private static (double Sine, double Cosine) SineAndCosine(double angle)
    {
        double sine = 0, cosine = 0, term = 1;
        for (var power = 0; power < 18; power += 2)
        {
            cosine += term;
            term *= angle / (power + 1);
            sine += term;
            term *= -angle / (power + 2);
        }

        return (sine, cosine);
    }
}

namespace EdgeRelay.Simulator.Route;

/// <summary>The way from one address to another: pieces that join without a gap, and the red lights on it in order of distance.</summary>
internal sealed class DrivingRoute
{
    public DrivingRoute(IReadOnlyList<RoutePiece> pieces, IReadOnlyList<RedLight> lights)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pieces.Count);
        Pieces = pieces;
        Lights = lights;
        Length = pieces[^1].Ends;
    }

    public IReadOnlyList<RoutePiece> Pieces { get; }

    public IReadOnlyList<RedLight> Lights { get; }

    /// <summary>Metres.</summary>
    public double Length { get; }

    /// <param name="distance">Metres from the start.</param>
    /// <param name="piece">Where the search begins; left at the piece found. Distances must not fall between calls.</param>
    public RoadPose At(double distance, ref int piece)
    {
        while (piece < Pieces.Count - 1 && distance >= Pieces[piece].Ends)
        {
            piece++;
        }

        return Pieces[piece].At(distance);
    }
}

using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Driver;

/// <summary>How somebody drives on one trip.</summary>
/// <param name="Pace">Part of the posted limit that is driven, 0.85 to 1.</param>
/// <param name="OverMph">Added to it by who is in a hurry, mph; 0 by who is not.</param>
internal readonly record struct DriverStyle(double Pace, double OverMph)
{
    /// <summary>Speed of every turn, m/s: 3.1 m/s² sideways at the radius of <see cref="RoutePiece.TurnRadius"/>.</summary>
    public const double TurnSpeed = 5;

    /// <returns>Metres per second.</returns>
    public double TargetSpeed(in RoutePiece piece) =>
        piece.IsTurn ? TurnSpeed : ((piece.LimitMph * Pace) + OverMph) * City.MetersPerSecondPerMph;
}

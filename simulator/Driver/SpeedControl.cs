using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Driver;

/// <summary>The driver's foot: speeds up to the target, and brakes in time for what is ahead.</summary>
internal static class SpeedControl
{
    /// <summary>Braking that a driver plans with, m/s².</summary>
    public const double PlannedBraking = 2;

    /// <summary>Braking that no vehicle exceeds, m/s².</summary>
    public const double HardestBraking = 4.2;

    /// <param name="speed">Now, m/s.</param>
    /// <param name="distance">Along the route, metres.</param>
    /// <param name="piece">Index of the piece that the vehicle is on.</param>
    /// <param name="haltAt">Distance of the next place to stand still, metres.</param>
    /// <param name="acceleration">What the vehicle can do, m/s².</param>
    /// <param name="seconds">Length of the step.</param>
    /// <returns>The speed after the step, m/s, never negative.</returns>
    public static double Next(
        DrivingRoute route, DriverStyle style, double speed, double distance, int piece, double haltAt, double acceleration, double seconds)
    {
        var allowed = Math.Min(style.TargetSpeed(route.Pieces[piece]), InTimeFor(0, haltAt - distance, speed, seconds));
        var sight = speed * speed / (2 * PlannedBraking);
        for (var ahead = piece + 1; ahead < route.Pieces.Count && route.Pieces[ahead].Begins - distance <= sight + 1; ahead++)
        {
            var target = style.TargetSpeed(route.Pieces[ahead]);
            allowed = Math.Min(allowed, InTimeFor(target, route.Pieces[ahead].Begins - distance, speed, seconds));
        }

        return Math.Max(0, Math.Clamp(allowed, speed - (HardestBraking * seconds), speed + (acceleration * seconds)));
    }

    /// <summary>
    /// The speed after this step from which planned braking reaches <paramref name="target"/> in time. It counts the way of this step itself,
    /// (old + new speed) / 2 × time: without that the last step before a halt would brake several times as hard.
    /// </summary>
    private static double InTimeFor(double target, double room, double speed, double seconds)
    {
        var half = PlannedBraking * seconds / 2;
        var square = (target * target) + (2 * PlannedBraking * (room - (speed * seconds / 2))) + (half * half);
        return square > half * half ? Math.Sqrt(square) - half : 0;
    }
}

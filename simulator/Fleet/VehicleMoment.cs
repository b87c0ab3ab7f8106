using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Fleet;

/// <summary>What a vehicle's sensors show at one time.</summary>
internal readonly record struct VehicleMoment
{
    public required PlanePoint Point { get; init; }

    /// <summary>Degrees, 0 is north, clockwise, below 360.</summary>
    public required double Heading { get; init; }

    /// <summary>Metres per second.</summary>
    public required double Speed { get; init; }

    /// <summary>Posted limit, mph.</summary>
    public required double LimitMph { get; init; }

    public required bool Ignition { get; init; }

    /// <summary>Metres.</summary>
    public required double Odometer { get; init; }

    /// <summary>Straight between two moments; what cannot be halved is the nearer one's.</summary>
    public static VehicleMoment Between(in VehicleMoment before, in VehicleMoment after, double fraction)
    {
        var nearer = fraction < 0.5 ? before : after;
        return nearer with
        {
            Point = PlanePoint.Between(before.Point, after.Point, fraction),
            Speed = before.Speed + ((after.Speed - before.Speed) * fraction),
            Odometer = before.Odometer + ((after.Odometer - before.Odometer) * fraction),
        };
    }
}

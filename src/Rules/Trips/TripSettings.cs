using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Rules.Trips;

/// <summary>What a trip is (telematics reference 3).</summary>
public sealed record TripSettings
{
    /// <summary>At or above this a vehicle moves, km/h.</summary>
    [Range(1, 30d)]
    public double MovingKmh { get; init; } = 5;

    /// <summary>So far from where it was parked a vehicle is on a trip, whatever its speed (a tow), metres.</summary>
    [Range(50, 5_000d)]
    public double StartMeters { get; init; } = 200;

    /// <summary>Within this of its first stationary fix a vehicle stands, metres.</summary>
    [Range(10, 1_000d)]
    public double StationaryMeters { get; init; } = 50;

    /// <summary>So long stationary ends the trip, seconds.</summary>
    [Range(30, 86_400d)]
    public double StationarySeconds { get; init; } = 300;

    /// <summary>The same inside a landmark, seconds.</summary>
    [Range(30, 86_400d)]
    public double StationaryInLandmarkSeconds { get; init; } = 120;

    /// <summary>Ignition off for so long ends the trip, seconds.</summary>
    [Range(0, 3_600d)]
    public double IgnitionOffSeconds { get; init; } = 60;

    /// <summary>Silence that ends the trip at its last fix, seconds.</summary>
    [Range(300, 86_400d)]
    public double NoDataSeconds { get; init; } = 3600;

    /// <summary>Two moving fixes farther apart than this do not begin a trip together, seconds.</summary>
    [Range(10, 3_600d)]
    public double MaxGapSeconds { get; init; } = 600;

    /// <summary>Shorter than this and than <see cref="GhostSeconds"/> is a ghost and not sent, metres.</summary>
    [Range(0, 10_000d)]
    public double GhostMeters { get; init; } = 100;

    /// <summary>Shorter than this and than <see cref="GhostMeters"/> is a ghost and not sent, seconds.</summary>
    [Range(0, 3_600d)]
    public double GhostSeconds { get; init; } = 60;
}

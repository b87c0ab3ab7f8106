using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Events;

/// <summary>What was known of a vehicle at an instant: the common part of every event, and the answer of the state API.</summary>
public sealed record VehicleSnapshot
{
    public required VehicleKey Key { get; init; }

    /// <summary>Time of the fix that gave <see cref="Position"/>.</summary>
    public Instant? FixTime { get; init; }

    public Position? Position { get; init; }

    public double? AccuracyMeters { get; init; }

    public double? HeadingDegrees { get; init; }

    public Speed? Speed { get; init; }

    /// <summary>Mean speed since the previous report, mph.</summary>
    public double? AverageSpeedMph { get; init; }

    /// <summary>Highest speed since the previous report, mph.</summary>
    public double? MaxSpeedMph { get; init; }

    public bool? Ignition { get; init; }

    public bool? Pto { get; init; }

    /// <summary>Posted limit, when known; null is unknown.</summary>
    public Speed? PostedLimit { get; init; }

    public double? OdometerMeters { get; init; }

    public double? SupplyVolts { get; init; }

    public string? Vin { get; init; }

    public string? DriverId { get; init; }

    /// <summary>Ids of the landmarks that the vehicle is in, smallest area first.</summary>
    public IReadOnlyList<long> LandmarkIds { get; init; } = [];

    /// <summary>The fix was flagged as poor (telematics reference 2.3).</summary>
    public bool PoorFix { get; init; }

    /// <summary>The device's GPS week counter had rolled over and its time was corrected (telematics reference 2.3).</summary>
    public bool ClockCorrected { get; init; }
}

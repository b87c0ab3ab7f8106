using EdgeRelay.Simulator.Fleet;

namespace EdgeRelay.Simulator.Messages;

/// <summary>What a telemetry message says.</summary>
internal readonly record struct VehicleReport
{
    public required DateTime Time { get; init; }

    public required long Sequence { get; init; }

    public required VehicleMoment Moment { get; init; }

    /// <summary>Null when no temperature is due.</summary>
    public CargoHold? Cargo { get; init; }

    public string? DriverTag { get; init; }
}

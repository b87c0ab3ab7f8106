namespace EdgeRelay.Rules.Inputs;

/// <summary>
/// Something that happened to one vehicle. Closed set: <see cref="Sample"/>, <see cref="HeartbeatReport"/>,
/// <see cref="InspectionReport"/>, <see cref="DriverReport"/>, <see cref="Tick"/>.
/// </summary>
/// <remarks>Immutable once built; safe to read from any thread.</remarks>
public abstract class VehicleInput
{
    private protected VehicleInput()
    {
    }

    /// <summary>Event time: when it happened, by the device's clock.</summary>
    public required Instant Time { get; init; }

    /// <summary>When the gateway received it. Recorded in the journal, so that a replay repeats every decision.</summary>
    public required Instant Received { get; init; }
}

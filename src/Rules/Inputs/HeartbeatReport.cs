namespace EdgeRelay.Rules.Inputs;

/// <summary>A device said that it is alive.</summary>
public sealed class HeartbeatReport : VehicleInput
{
    /// <summary>64-bit hash of the message as received; 0 for an empty one. See <see cref="Sample.ContentHash"/>.</summary>
    public ulong ContentHash { get; init; }

    /// <summary>The device connected; it said nothing. A heartbeat only for those who want that, and no news of the device's clock.</summary>
    public bool IsConnect { get; init; }

    public double? SupplyVolts { get; init; }

    /// <summary>The remaining fields as one UTF-8 JSON object. Empty when there are none.</summary>
    public ReadOnlyMemory<byte> Extras { get; init; }
}

namespace EdgeRelay.Rules.Inputs;

/// <summary>A device said that it is alive.</summary>
public sealed class HeartbeatReport : VehicleInput
{
    /// <summary>First 8 bytes of the SHA-256 of the message as received.</summary>
    public ulong ContentHash { get; init; }

    public double? SupplyVolts { get; init; }

    /// <summary>The remaining fields as one UTF-8 JSON object. Empty when there are none.</summary>
    public ReadOnlyMemory<byte> Extras { get; init; }
}

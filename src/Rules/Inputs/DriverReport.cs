namespace EdgeRelay.Rules.Inputs;

/// <summary>An explicit change of driver: on the <c>driver</c> topic or by the API.</summary>
public sealed class DriverReport : VehicleInput
{
    public required DriverAction Action { get; init; }

    /// <summary>Identification tag; null when the driver is named by <see cref="DriverId"/>.</summary>
    public string? Tag { get; init; }

    public string? DriverId { get; init; }

    /// <summary>Where the assignment came from: <c>tag</c>, <c>app</c>, <c>api</c> or <c>default</c>.</summary>
    public string Source { get; init; } = "app";

    /// <summary>64-bit hash of the message as received. See <see cref="Sample.ContentHash"/>.</summary>
    public ulong ContentHash { get; init; }
}

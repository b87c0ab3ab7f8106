namespace EdgeRelay.Gateway.Publishing;

/// <summary>What the account says about a vehicle: the payload's descriptive fields, and how its device is read. Null where nobody said anything.</summary>
public sealed record VehicleProfile
{
    public string? Label { get; init; }

    /// <summary>Serial number of the device.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Zone of <c>fix_time</c>; its id is sent as <c>timezone</c>.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The device has no clock to rely on: a time that is no good is replaced by that of receipt instead of being refused.</summary>
    public bool ReplacesBadTime { get; init; }

    public static VehicleProfile Unknown { get; } = new();

    /// <param name="label">What people call the vehicle.</param>
    /// <param name="serialNumber">Serial number of the device.</param>
    /// <param name="ianaZone">IANA name, e.g. <c>America/Phoenix</c>. Null, or one that this machine does not know, is UTC.</param>
    public static VehicleProfile Create(string? label, string? serialNumber, string? ianaZone) => new()
    {
        Label = label,
        SerialNumber = serialNumber,
        Zone = ianaZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(ianaZone, out var zone) ? zone : TimeZoneInfo.Utc,
    };
}

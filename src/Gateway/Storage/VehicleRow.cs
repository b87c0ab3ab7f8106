namespace EdgeRelay.Gateway.Storage;

/// <summary>A vehicle of an account. <see cref="No"/> is its short internal number, used by journal and state.</summary>
public sealed class VehicleRow
{
    /// <summary>The value of <see cref="OnBadTime"/> that takes the time of receipt instead.</summary>
    public const string UseReceived = "use_received";

    public long No { get; set; }

    public long AccountId { get; set; }

    /// <summary>The account's own id, as in the MQTT topic.</summary>
    public required string VehicleId { get; set; }

    public string? Label { get; set; }

    public string? SerialNumber { get; set; }

    /// <summary>IANA name; null is UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary><c>reject</c> or <c>use_received</c>; null is <c>reject</c>.</summary>
    public string? OnBadTime { get; set; }

    public long CreatedMs { get; set; }

    public long Version { get; set; } = 1;
}

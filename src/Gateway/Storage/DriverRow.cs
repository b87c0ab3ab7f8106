namespace EdgeRelay.Gateway.Storage;

/// <summary>A driver of an account.</summary>
public sealed class DriverRow
{
    public long No { get; set; }

    public long AccountId { get; set; }

    /// <summary>The account's own id, as in the messages of devices and in events.</summary>
    public required string DriverId { get; set; }

    public string? FirstName { get; set; }

    public string? LastName { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    /// <summary>Tags in normal form (which holds no space), one space between; empty is none.</summary>
    public string Tags { get; set; } = "";

    public long CreatedMs { get; set; }

    public long Version { get; set; } = 1;
}

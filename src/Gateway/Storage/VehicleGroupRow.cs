namespace EdgeRelay.Gateway.Storage;

/// <summary>A group of an account's vehicles, by which webhooks choose.</summary>
public sealed class VehicleGroupRow
{
    /// <summary>Never used again after a delete.</summary>
    public long Id { get; set; }

    public long AccountId { get; set; }

    /// <summary>No two groups of an account have the same.</summary>
    public required string Name { get; set; }

    /// <summary>How many vehicles are in it, so that nobody has to count them.</summary>
    public long Vehicles { get; set; }

    public long CreatedMs { get; set; }

    /// <summary>Raised with the name and with every change of its vehicles.</summary>
    public long Version { get; set; } = 1;
}

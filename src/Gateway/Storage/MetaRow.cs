namespace EdgeRelay.Gateway.Storage;

/// <summary>A number the gateway keeps about itself, by name.</summary>
public sealed class MetaRow
{
    /// <summary>Journal position below which every sample is contained in a stored vehicle state.</summary>
    public const string JournalLowWater = "journal_low_water";

    /// <summary>Unix ms until which the gateway was listening; silence after it is ours, not a vehicle's.</summary>
    public const string ListeningUntilMs = "listening_until_ms";

    /// <summary>What makes the gateway's client id at an external broker its own.</summary>
    public const string BrokerClientNumber = "broker_client_number";

    public required string Name { get; set; }

    public long Value { get; set; }
}

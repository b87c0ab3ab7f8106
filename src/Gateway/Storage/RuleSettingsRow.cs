namespace EdgeRelay.Gateway.Storage;

/// <summary>What an account set of the rules, and since when. The newest counts; those before are kept for what was received before it.</summary>
public sealed class RuleSettingsRow
{
    public long AccountId { get; set; }

    /// <summary>Receive time, Unix ms.</summary>
    public long FromMs { get; set; }

    /// <summary>Counts the account's changes.</summary>
    public long Version { get; set; }

    /// <summary>JSON: only what the account set.</summary>
    public required string Own { get; set; }
}

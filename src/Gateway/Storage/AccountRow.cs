namespace EdgeRelay.Gateway.Storage;

/// <summary>A customer: owner of vehicles, landmarks, webhooks and keys.</summary>
public sealed class AccountRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary><c>standard</c>, <c>raw</c>, or null for the gateway's setting <c>Rules:Profile</c>.</summary>
    public string? RuleProfile { get; set; }

    public long CreatedMs { get; set; }
}

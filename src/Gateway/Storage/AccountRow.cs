namespace EdgeRelay.Gateway.Storage;

/// <summary>A customer: owner of vehicles, landmarks, webhooks and keys.</summary>
public sealed class AccountRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public long CreatedMs { get; set; }
}

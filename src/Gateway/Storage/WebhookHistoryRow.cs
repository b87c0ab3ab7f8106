namespace EdgeRelay.Gateway.Storage;

/// <summary>Row of table <c>webhook_history</c>: what a webhook asked for from a time on, until its next row.</summary>
public sealed class WebhookHistoryRow
{
    public long Id { get; set; }

    public long WebhookId { get; set; }

    public long AccountId { get; set; }

    /// <summary>From when on it counts, Unix ms by the clock that stamps stored events.</summary>
    public long SinceMs { get; set; }

    public required string Name { get; set; }

    public bool Enabled { get; set; }

    /// <summary>The webhook was deleted then.</summary>
    public bool Removed { get; set; }

    /// <summary>As <see cref="Relay.Subscriptions.Subscription.Selection"/>.</summary>
    public required string Selection { get; set; }
}

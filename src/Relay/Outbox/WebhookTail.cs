namespace EdgeRelay.Relay.Outbox;

/// <summary>Where a webhook's line ends, with what the open transaction has added. Kept on the writer's thread.</summary>
internal sealed class WebhookTail(long webhookId, long sequence, long spilled)
{
    public long WebhookId => webhookId;

    /// <summary>Number of the latest delivery within its webhook.</summary>
    public long Sequence { get; set; } = sequence;

    /// <summary>Events that wait without a delivery.</summary>
    public long Spilled { get; set; } = spilled;

    /// <summary><see cref="Spilled"/> as the sender knows it.</summary>
    public long SpilledTold { get; set; } = spilled;

    /// <summary>Deliveries of the open transaction, which the sender does not know yet.</summary>
    public int Fresh { get; set; }

    /// <summary>The open transaction has changed it.</summary>
    public bool IsChanged { get; set; }
}

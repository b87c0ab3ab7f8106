namespace EdgeRelay.Relay.Storage;

/// <summary>Row of table <c>spilled</c>: an event that waits for a webhook without a delivery. For queries; written by prepared statements only.</summary>
public sealed class SpilledRow
{
    public long WebhookId { get; set; }

    /// <summary><see cref="Storage.EventRow.Id"/> of the event.</summary>
    public long EventRow { get; set; }
}

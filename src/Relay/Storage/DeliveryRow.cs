using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Storage;

/// <summary>Row of table <c>delivery</c>, for queries. Written by prepared statements only.</summary>
public sealed class DeliveryRow
{
    public long Id { get; set; }

    public long WebhookId { get; set; }

    /// <summary><see cref="Storage.EventRow.Id"/> of the event.</summary>
    public long EventRow { get; set; }

    public required string OrderingKey { get; set; }

    public required string Type { get; set; }

    public DeliveryOrigin Origin { get; set; }

    public DeliveryState State { get; set; }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; set; }

    /// <summary>When the next attempt is due, Unix ms; 0 for at once.</summary>
    public long DueMs { get; set; }

    /// <summary>Status of the latest answer; 0 when there was none; null before the first attempt.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Plain words about the latest failure.</summary>
    public string? LastReason { get; set; }

    /// <summary>Number of the message within its webhook, from 1, without gaps.</summary>
    public long Sequence { get; set; }

    public long EnqueuedMs { get; set; }

    public long? FinishedMs { get; set; }

    /// <summary>The newer delivery that took its place; null for all others.</summary>
    public long? SupersededBy { get; set; }

    /// <summary>Id of the batch that it goes or went in, 16 bytes, big-endian; null for none.</summary>
    public byte[]? BatchId { get; set; }

    /// <summary>True once its lane went on without it.</summary>
    public bool OutOfOrder { get; set; }
}

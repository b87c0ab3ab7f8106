using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Delivery;

/// <summary>A committed delivery in memory. Changed only by its endpoint's queue, or by the one sender that has it in hand.</summary>
internal sealed class QueuedDelivery
{
    public required long Id { get; init; }

    public required long WebhookId { get; init; }

    public required long EventRow { get; init; }

    public required Guid EventId { get; init; }

    public required string OrderingKey { get; init; }

    public required string Type { get; init; }

    /// <summary>A newer message of its lane with the same one may take its place; null when none may.</summary>
    public string? ReplaceKey { get; init; }

    public required DeliveryOrigin Origin { get; init; }

    public required long Sequence { get; init; }

    public required long EnqueuedMs { get; init; }

    public required long OccurredMs { get; init; }

    /// <summary>The body's <c>data</c>; null while it lies on disk only.</summary>
    public ReadOnlyMemory<byte>? Data { get; set; }

    /// <summary>Length of the body's <c>data</c>, bytes.</summary>
    public int DataBytes { get; init; }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; set; }

    /// <summary>When the next attempt is due, Unix ms.</summary>
    public long DueMs { get; set; }

    /// <summary>The lane went on without it.</summary>
    public bool OutOfOrder { get; set; }

    /// <summary>A batch with it could not be made: it goes without others.</summary>
    public bool GoesAlone { get; set; }

    /// <summary>Cancelled by hand while its request was open: nothing follows the answer.</summary>
    public bool Cancelled { get; set; }

    /// <summary>The latest failure was the endpoint's, not the message's: a success of another message makes it due.</summary>
    public bool EndpointFailed { get; set; }

    /// <summary>It is finished without being sent: a newer one took its place.</summary>
    public bool Dropped { get; set; }

    /// <summary>The endpoint's count of successes when this message first failed.</summary>
    public long SuccessesAtFirstFailure { get; set; }

    /// <summary>Neighbours in the endpoint's list by age.</summary>
    public QueuedDelivery? Older { get; set; }

    public QueuedDelivery? Newer { get; set; }
}

namespace EdgeRelay.Relay.Storage;

/// <summary>Row of table <c>event</c>, for queries. Written by prepared statements only.</summary>
public sealed class EventRow
{
    public long Id { get; set; }

    public long OccurredMs { get; set; }

    /// <summary>The event's id, 16 bytes, big-endian.</summary>
    public required byte[] EventId { get; set; }

    public long AccountId { get; set; }

    public required string Type { get; set; }

    public required string OrderingKey { get; set; }

    public long StoredMs { get; set; }

    /// <summary>When it was found not to have happened, Unix ms; null while it counts.</summary>
    public long? SupersededMs { get; set; }

    /// <summary>As <see cref="Outbox.OutboxMessage.Topic"/>; null for events of earlier builds.</summary>
    public string? Topic { get; set; }

    /// <summary>As in <see cref="Outbox.OutboxMessage.ReplaceKey"/>.</summary>
    public string? ReplaceKey { get; set; }

    /// <summary>The body's <c>data</c>, UTF-8 JSON.</summary>
    public required byte[] Data { get; set; }

    public Guid Key => new(EventId, bigEndian: true);
}

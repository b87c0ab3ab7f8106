namespace EdgeRelay.Relay.Outbox;

/// <summary>One event to be told to the world, as the host decided it. Relay does not look inside <see cref="Data"/>.</summary>
public sealed record OutboxMessage
{
    /// <summary>The event's id: the same on every repeat.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened, Unix ms. With <see cref="Id"/> the unique key of the table <c>event</c>.</summary>
    public required long OccurredMs { get; init; }

    public required long AccountId { get; init; }

    /// <summary>Event type key, as sent in <c>head.type</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What receivers were chosen by, in the host's words; kept with the event for explanations. Relay does not read it.</summary>
    public string? Topic { get; init; }

    /// <summary>Messages with the same key keep their order per webhook. Sent as <c>head.ref_id</c>.</summary>
    public required string OrderingKey { get; init; }

    /// <summary>The body's <c>data</c>: one UTF-8 JSON object, compact, rendered once. Kept until it is sent: its bytes must not change.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>
    /// For messages that say how something is now: a newer one with the same ordering and replace key makes this one worthless to webhooks that
    /// coalesce. Null for all that must not be lost.
    /// </summary>
    public string? ReplaceKey { get; init; }

    /// <summary>Why the message exists: live, test, activation.</summary>
    public DeliveryOrigin Origin { get; init; } = DeliveryOrigin.Live;

    /// <summary>Ids of the webhooks that get it, decided by the host. With none the event is kept, so that it can be told why.</summary>
    public required IReadOnlyList<long> WebhookIds { get; init; }
}

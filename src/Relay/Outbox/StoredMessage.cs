namespace EdgeRelay.Relay.Outbox;

/// <summary>An event that is stored already, to be told to a webhook once more.</summary>
/// <param name="EventRow">Row number of the event.</param>
/// <param name="Id">The event's id.</param>
/// <param name="OccurredMs">When it happened, Unix ms.</param>
/// <param name="OrderingKey">As in <see cref="OutboxMessage.OrderingKey"/>.</param>
/// <param name="Type">Event type key.</param>
/// <param name="Origin">Why it is told once more.</param>
/// <param name="DataBytes">Length of the body's <c>data</c>.</param>
/// <param name="ReplaceKey">As in <see cref="OutboxMessage.ReplaceKey"/>; null for what is sent again.</param>
public readonly record struct StoredMessage(
    long EventRow, Guid Id, long OccurredMs, string OrderingKey, string Type, DeliveryOrigin Origin, int DataBytes, string? ReplaceKey = null);

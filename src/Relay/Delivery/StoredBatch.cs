namespace EdgeRelay.Relay.Delivery;

/// <summary>A batch as the rows say it was.</summary>
/// <param name="Members">Those that are not finished, in order of their numbers.</param>
internal sealed record StoredBatch(Guid Id, IReadOnlyList<QueuedDelivery> Members);

namespace EdgeRelay.Relay.Outbox;

/// <summary>Names a stored event.</summary>
/// <param name="OccurredMs">When it happened, Unix ms, as it was stored.</param>
public readonly record struct EventKey(Guid Id, long OccurredMs);

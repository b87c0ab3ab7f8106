using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Spilling;

/// <summary>An event that waits for a webhook without a delivery.</summary>
/// <param name="StoredMs">When it was committed, Unix ms.</param>
internal readonly record struct SpilledMessage(StoredMessage Message, long StoredMs);

using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Delivery;

/// <summary>What is to be written about a delivery after an attempt, or when it is finished without one.</summary>
/// <param name="LastStatus">Null when there was no attempt: then the stored one stays.</param>
/// <param name="SupersededBy">The newer delivery that took its place.</param>
internal readonly record struct Outcome(
    long DeliveryId,
    DeliveryState State,
    int Attempts,
    long DueMs,
    int? LastStatus,
    string? LastReason,
    long? FinishedMs,
    bool OutOfOrder,
    long? SupersededBy = null);

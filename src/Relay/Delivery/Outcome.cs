using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Delivery;

/// <summary>What is to be written about a delivery after an attempt.</summary>
internal readonly record struct Outcome(
    long DeliveryId,
    DeliveryState State,
    int Attempts,
    long DueMs,
    int LastStatus,
    string? LastReason,
    long? FinishedMs,
    bool OutOfOrder);

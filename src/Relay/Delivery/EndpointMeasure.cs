using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Delivery;

/// <summary>What is held against an endpoint's limits.</summary>
/// <param name="FailingSinceMs">First failure since the last success, Unix ms; null while all is well.</param>
/// <param name="LastFailure">Null when nothing failed since the last success, or since the start.</param>
internal readonly record struct EndpointMeasure(OutboxDepth Depth, long? FailingSinceMs, LastFailure? LastFailure);

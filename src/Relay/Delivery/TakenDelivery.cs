using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Delivery;

/// <summary>A delivery in the hands of a sender.</summary>
/// <param name="OthersWaiting">Other messages that wait for the endpoint.</param>
internal readonly record struct TakenDelivery(Lane Lane, QueuedDelivery Delivery, EndpointTarget Target, long OthersWaiting);

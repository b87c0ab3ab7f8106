using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Delivery;

/// <summary>What one request carries, in the hands of a sender: one delivery, or a batch of them.</summary>
/// <param name="Lane">Whose turn it is: the delivery's lane, or the <see cref="Batch"/>.</param>
/// <param name="Members">In the order in which they are sent.</param>
/// <param name="OthersWaiting">Other messages that wait for the endpoint.</param>
internal readonly record struct Parcel(Lane Lane, OneOrMany<QueuedDelivery> Members, EndpointTarget Target, long OthersWaiting)
{
    /// <summary>The same of every member.</summary>
    public QueuedDelivery First => Members.First;
}

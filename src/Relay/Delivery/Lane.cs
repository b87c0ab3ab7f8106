namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// Messages of one endpoint with the same ordering key, oldest first; or a single message that goes by itself. One of them is in
/// flight at most. Belongs to its endpoint's queue and is touched under that queue's lock only.
/// </summary>
internal sealed class Lane(string? key)
{
    /// <summary>The ordering key; null for a message that goes by itself.</summary>
    public string? Key { get; set; } = key;

    public Queue<QueuedDelivery> Messages { get; } = new(1);

    public LaneState State { get; set; }

    public QueuedDelivery Head => Messages.Peek();
}

namespace EdgeRelay.Relay.Delivery;

// What the limits are held against.
public sealed partial class DeliveryDispatcher
{
    /// <summary>What is known of an endpoint now; nothing waits for one that has no queue yet. Costs what <see cref="Depth"/> does.</summary>
    internal EndpointMeasure Measure(long webhookId)
    {
        if (!_queues.TryGetValue(webhookId, out var queue))
        {
            return default;
        }

        var measure = queue.Measure();
        return measure with { Depth = WithOldest(measure.Depth, webhookId) };
    }
}

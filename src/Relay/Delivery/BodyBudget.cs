namespace EdgeRelay.Relay.Delivery;

/// <summary>Counts the bytes of bodies that are kept in memory, so that many endpoints together stay within a bound. Thread-safe.</summary>
/// <param name="most">Bytes. A body that goes to several endpoints counts for each: it may be kept by any of them alone.</param>
internal sealed class BodyBudget(long most)
{
    private long _kept;

    /// <summary>Keeps the delivery's body if there is room, else lets go of it: it is read again when it is sent.</summary>
    public void Keep(QueuedDelivery delivery)
    {
        if (delivery.Data is { } data && Interlocked.Add(ref _kept, data.Length) > most)
        {
            Release(delivery);
        }
    }

    public void Release(QueuedDelivery delivery)
    {
        if (delivery.Data is { } data)
        {
            delivery.Data = null;
            Interlocked.Add(ref _kept, -data.Length);
        }
    }
}

namespace EdgeRelay.Relay.Delivery;

/// <summary>Counts the bodies that are kept in memory, so that many endpoints together stay within a bound. Thread-safe.</summary>
internal sealed class BodyBudget(int most)
{
    private int _kept;

    /// <summary>Keeps the delivery's body if there is room, else lets go of it: it is read again when it is sent.</summary>
    public void Keep(QueuedDelivery delivery)
    {
        if (delivery.Data is null)
        {
            return;
        }

        if (Interlocked.Increment(ref _kept) > most)
        {
            Release(delivery);
        }
    }

    public void Release(QueuedDelivery delivery)
    {
        if (delivery.Data is not null)
        {
            delivery.Data = null;
            Interlocked.Decrement(ref _kept);
        }
    }
}

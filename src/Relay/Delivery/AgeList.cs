namespace EdgeRelay.Relay.Delivery;

/// <summary>Deliveries in order of their age, linked through themselves: adding and removing cost nothing and allocate nothing.</summary>
internal sealed class AgeList
{
    private QueuedDelivery? _newest;

    public int Count { get; private set; }

    public QueuedDelivery? Oldest { get; private set; }

    public void Add(QueuedDelivery delivery)
    {
        delivery.Older = _newest;
        if (_newest is null)
        {
            Oldest = delivery;
        }
        else
        {
            _newest.Newer = delivery;
        }

        _newest = delivery;
        Count++;
    }

    public void Remove(QueuedDelivery delivery)
    {
        if (delivery.Older is null)
        {
            Oldest = delivery.Newer;
        }
        else
        {
            delivery.Older.Newer = delivery.Newer;
        }

        if (delivery.Newer is null)
        {
            _newest = delivery.Older;
        }
        else
        {
            delivery.Newer.Older = delivery.Older;
        }

        delivery.Older = delivery.Newer = null;
        Count--;
    }
}

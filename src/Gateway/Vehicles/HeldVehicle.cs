using EdgeRelay.Mqtt;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>What is held of one vehicle, in the order of arrival. Touched by the lane's thread alone.</summary>
internal sealed class HeldVehicle(VehicleRef vehicle)
{
    private List<(LaneItem Item, long DueTimestamp)> _items = [];

    public VehicleRef Vehicle => vehicle;

    public int Count => _items.Count;

    public long Bytes { get; private set; }

    /// <summary>Clock timestamp from which its first item is due.</summary>
    public long DueTimestamp => _items[0].DueTimestamp;

    public void Add(in LaneItem item, long dueTimestamp)
    {
        _items.Add((item, dueTimestamp));
        Bytes += item.Bytes;
    }

    /// <summary>Takes everything, in the order of arrival.</summary>
    public void TakeAll(List<LaneItem> taken)
    {
        taken.AddRange(_items.Select(i => i.Item));
        _items.Clear();
        Bytes = 0;
    }

    /// <summary>
    /// Takes what is due by <paramref name="timestamp"/> and all that is older than it in event time, in the order of event time. Messages are
    /// taken whole, and each is settled with the last of its items.
    /// </summary>
    public void TakeInOrder(long timestamp, List<LaneItem> taken)
    {
        var newest = _items.Where(i => i.DueTimestamp <= timestamp).Max(i => TimeOf(i.Item));
        var messages = _items.Where(i => TimeOf(i.Item) <= newest).Select(i => i.Item.Ticket).Where(IsAwaited).ToHashSet();
        var first = taken.Count;
        var left = new List<(LaneItem Item, long DueTimestamp)>();
        foreach (var held in _items)
        {
            if (TimeOf(held.Item) <= newest || messages.Contains(held.Item.Ticket))
            {
                taken.Add(held.Item with { Settles = false });
                Bytes -= held.Item.Bytes;
            }
            else
            {
                left.Add(held);
            }
        }

        _items = left;
        var sorted = taken.Skip(first).OrderBy(TimeOf).ToList();
        taken.RemoveRange(first, taken.Count - first);
        taken.AddRange(sorted);
        Settle(taken, first);
    }

    private static void Settle(List<LaneItem> taken, int first)
    {
        var settled = new HashSet<AckTicket>();
        for (var i = taken.Count - 1; i >= first; i--)
        {
            taken[i] = taken[i] with { Settles = !IsAwaited(taken[i].Ticket) || settled.Add(taken[i].Ticket) };
        }
    }

    private static bool IsAwaited(AckTicket ticket) => ticket.Receiver is not null;

    /// <summary>What has no time goes first: a dead letter, or a message that held nothing.</summary>
    private static Instant TimeOf(LaneItem item) => item.Input?.Time ?? new Instant(long.MinValue);
}

using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// Vehicles whose inputs wait before the rules see them: behind a late sample, so that what arrives together runs the past again once, and
/// until the vehicle's budget of such runs allows the next. Nothing that is held is acknowledged. Touched by the lane's thread alone.
/// </summary>
/// <remarks>
/// Bounded by vehicle (then no more of it is taken) and for the lane by the bounds of its queue (then the one that is due first runs, whatever
/// its budget). What a batch holds is staged until the batch is submitted: one that is thrown away is made again from its items.
/// </remarks>
internal sealed class LateHold(VehicleSettings settings, RerunBudgets budgets, PausedVehicles paused, TimeProvider clock)
{
    private readonly Dictionary<VehicleRef, HeldVehicle> _held = [];
    private readonly PriorityQueue<HeldVehicle, long> _due = new();
    private readonly List<LaneItem> _staged = [];
    private readonly HashSet<VehicleRef> _stagedVehicles = [];
    private int _items;
    private long _bytes;

    public bool IsEmpty => _held.Count == 0;

    private bool IsFull => _items >= settings.LaneQueueMessages || _bytes >= settings.LaneQueueBytes;

    /// <summary>Whether something of the vehicle is held: then all that comes after it must wait too.</summary>
    public bool Has(VehicleRef vehicle) =>
        (_held.Count > 0 && _held.ContainsKey(vehicle)) || (_stagedVehicles.Count > 0 && _stagedVehicles.Contains(vehicle));

    /// <summary>Whether the vehicle's account wants every sample held back, because its devices send them out of order as a rule.</summary>
    public static bool WantsReordering(VehicleRef vehicle) => ReorderHold(vehicle) > TimeSpan.Zero;

    /// <summary>Holds an item of the batch at hand.</summary>
    public void Stage(in LaneItem item)
    {
        _staged.Add(item);
        _stagedVehicles.Add(item.Vehicle);
    }

    /// <summary>The batch at hand is on its way.</summary>
    public void Keep()
    {
        if (_staged.Count == 0)
        {
            return;
        }

        var now = clock.GetTimestamp();
        foreach (var item in _staged)
        {
            Add(item, now);
        }

        Discard();
    }

    /// <summary>The batch at hand is thrown away.</summary>
    public void Discard()
    {
        _staged.Clear();
        _stagedVehicles.Clear();
    }

    /// <summary>Takes what is held of the vehicle that is due first.</summary>
    /// <param name="all">Take it though it is not due.</param>
    /// <returns>False when nothing is due.</returns>
    public bool TryTakeDue(bool all, List<LaneItem> taken)
    {
        var now = clock.GetTimestamp();
        var force = all || IsFull;
        while (_due.TryPeek(out var held, out var due) && (force || due <= now))
        {
            _due.Dequeue();
            if (!force && budgets.UntilEarned(held.Vehicle) is var wait && wait > TimeSpan.Zero)
            {
                _due.Enqueue(held, now + Timestamps(wait));
                continue;
            }

            Take(held, now, force, taken);
            return true;
        }

        return false;
    }

    /// <returns>How long until something is due; <paramref name="atMost"/> when nothing is sooner.</returns>
    public TimeSpan Patience(TimeSpan atMost)
    {
        if (!_due.TryPeek(out _, out var due))
        {
            return atMost;
        }

        var now = clock.GetTimestamp();
        var wait = due <= now || IsFull ? TimeSpan.Zero : clock.GetElapsedTime(now, due);
        return wait < atMost ? wait : atMost;
    }

    /// <summary>Holds nothing more; its senders send again.</summary>
    public void Abandon()
    {
        Discard();
        foreach (var held in _held.Values)
        {
            var taken = new List<LaneItem>();
            held.TakeAll(taken);
            taken.ForEach(item => item.Ticket.Abandon());
            paused.Resume(held.Vehicle);
        }

        _held.Clear();
        _due.Clear();
        (_items, _bytes) = (0, 0);
    }

    private void Add(in LaneItem item, long now)
    {
        var isFirst = !_held.TryGetValue(item.Vehicle, out var held);
        if (held is null)
        {
            _held.Add(item.Vehicle, held = new HeldVehicle(item.Vehicle));
        }

        var forReruns = TimeSpan.FromMilliseconds(settings.RerunHoldMilliseconds);
        var forOrder = ReorderHold(item.Vehicle);
        held.Add(item, now + Timestamps(forOrder > forReruns ? forOrder : forReruns));
        _items++;
        _bytes += item.Bytes;
        if (isFirst)
        {
            _due.Enqueue(held, held.DueTimestamp);
        }

        if (held.Count >= settings.HeldInputsPerVehicle)
        {
            paused.Pause(item.Vehicle);
        }
    }

    private void Take(HeldVehicle held, long now, bool all, List<LaneItem> taken)
    {
        var (items, bytes) = (held.Count, held.Bytes);
        if (!all && WantsReordering(held.Vehicle))
        {
            held.TakeInOrder(now, taken);
        }
        else
        {
            held.TakeAll(taken);
        }

        _items -= items - held.Count;
        _bytes -= bytes - held.Bytes;
        if (held.Count == 0)
        {
            _held.Remove(held.Vehicle);
        }
        else
        {
            _due.Enqueue(held, held.DueTimestamp);
        }

        if (held.Count < settings.HeldInputsPerVehicle)
        {
            paused.Resume(held.Vehicle);
        }
    }

    private long Timestamps(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);

    private static TimeSpan ReorderHold(VehicleRef vehicle) => TimeSpan.FromSeconds(vehicle.Account.Book.Rules.Late.ReorderHoldSeconds);
}

namespace EdgeRelay.Relay.Delivery;

// What is done to waiting deliveries by hand. Rare, so these walk over what is in memory.
internal sealed partial class EndpointQueue
{
    /// <summary>Cancelled while rows were being read that may still hold them.</summary>
    private readonly HashSet<long> _droppedWhileReading = [];

    public long? HeadOf(string orderingKey)
    {
        lock (_gate)
        {
            return !_lanes.TryGetValue(orderingKey, out var lane) ? null
                : lane.Ahead?.Messages.FirstOrDefault(m => m.OrderingKey == orderingKey) is { } ahead ? ahead.Id
                : lane.Count > 0 ? lane.Head.Id
                : null;
        }
    }

    public bool IsOpen(long id)
    {
        lock (_gate)
        {
            return _taken.Any(d => d.Id == id);
        }
    }

    public HashSet<long> InFlight()
    {
        lock (_gate)
        {
            return [.. _taken.Select(d => d.Id)];
        }
    }

    /// <summary>Sends the head of a lane at once: not at its time, ahead of what is ready, and though the breaker is open.</summary>
    /// <returns>False when it is not in memory, is being sent, or waits for an earlier one.</returns>
    public bool SendNow(long id)
    {
        lock (_gate)
        {
            if (_removed)
            {
                return false;
            }

            if (_waiting.UnorderedItems.FirstOrDefault(w => w.Element.Carries(id)).Element is { } waiting)
            {
                StopWaiting(waiting);
                waiting.Head.DueMs = Now();
                waiting.State = LaneState.Ready;
                _tests.Enqueue(waiting);
                Arm();
                return true;
            }

            if (_ready.FirstOrDefault(l => l.Carries(id)) is not { } ready)
            {
                return false;
            }

            for (var left = _ready.Count; left > 0; left--)
            {
                var lane = _ready.Dequeue();
                (lane == ready ? _tests : _ready).Enqueue(lane);
            }

            return true;
        }
    }

    /// <summary>Forgets deliveries that are cancelled. One whose request is open ends with its answer, whatever that is.</summary>
    public void Drop(IReadOnlySet<long> ids)
    {
        lock (_gate)
        {
            if (_removed)
            {
                return;
            }

            var inMemory = 0;
            for (var delivery = _byAge.Oldest; delivery is not null; delivery = delivery.Newer)
            {
                if (ids.Contains(delivery.Id))
                {
                    delivery.Cancelled = true;
                    inMemory++;
                }
            }

            _unfinished -= ids.Count - inMemory;
            if (_loading)
            {
                _droppedWhileReading.UnionWith(ids);
            }

            var lanes = _lanes.Values.Concat(_ready).Concat(_tests).Concat(_waiting.UnorderedItems.Select(w => w.Element)).Distinct();
            foreach (var lane in lanes.Where(l => l.Messages.Any(m => m.Cancelled)).ToArray())
            {
                DropFrom(lane);
            }

            Keep(_ready, l => l.Count > 0);
            Keep(_tests, l => l.Count > 0);
            Arm();
        }
    }

    private static void Keep(Queue<Lane> lanes, Predicate<Lane> kept)
    {
        for (var left = lanes.Count; left > 0; left--)
        {
            var lane = lanes.Dequeue();
            if (kept(lane))
            {
                lanes.Enqueue(lane);
            }
        }
    }

    private void StopWaiting(Lane lane)
    {
        _waiting.Remove(lane, out _, out _);
        _stuck.Remove(lane);
        _blocked -= lane.Held;
    }

    private void DropFrom(Lane lane)
    {
        var headGoes = lane.Head.Cancelled && lane.State != LaneState.InFlight;
        var waited = lane.State == LaneState.Waiting;
        var blocked = lane.IsBlocked;
        var going = lane.Messages.Where(m => m.Cancelled && (m != lane.Head || headGoes)).ToArray();
        foreach (var delivery in going)
        {
            lane.Drop(delivery);
            Forget(delivery);
            _unfinished--;
            _blocked -= blocked ? 1 : 0;
        }

        switch (lane)
        {
            case Batch { Count: > 0 } or { State: LaneState.Behind }:
                return; // what is left of a batch keeps its time, and a lane behind one goes on with its answer
            case Batch batch:
                StopWaiting(batch);
                Release(batch, Now());
                return;
        }

        if (headGoes && waited)
        {
            StopWaiting(lane);
            if (lane.Count > 0)
            {
                MakeReady(lane);
            }
        }

        if (lane.Count == 0 && lane.Key is { } key)
        {
            _lanes.Remove(key);
        }
    }
}

using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Delivery;

// Messages that go together in one request.
internal sealed partial class EndpointQueue
{
    /// <summary>The brackets of an array.</summary>
    private const int ArrayBytes = 2;

    /// <summary>Told when a batch is made single messages again, whose rows must forget it; called under the lock.</summary>
    private readonly Action<Guid, long[]> _unbatched;

    /// <summary>Members of batches that were read before the rows around them, which are still to come.</summary>
    private readonly HashSet<long> _readAhead = [];

    private bool _batchesRead;

    private bool Batches => _target is { Batches: true };

    /// <summary>Makes single messages of a request that cannot be made for all its members, so that only the one at fault fails.</summary>
    public void Scatter(in Parcel parcel)
    {
        lock (_gate)
        {
            TakeBack(parcel);
            foreach (var member in parcel.Members)
            {
                member.GoesAlone = true;
            }

            if (!_removed)
            {
                Dissolve((Batch)parcel.Lane);
                Arm();
            }
        }
    }

    /// <summary>Puts a batch back whose id could not be stored; it is tried again after a while.</summary>
    public void Postpone(in Parcel parcel, TimeSpan wait)
    {
        lock (_gate)
        {
            TakeBack(parcel);
            if (_removed)
            {
                return;
            }

            var batch = (Batch)parcel.Lane;
            DropCancelled(batch);
            if (batch.Count > 0)
            {
                batch.Head.DueMs = Now() + (long)wait.TotalMilliseconds;
                Wait(batch);
            }
            else
            {
                GoOn(batch);
            }

            Arm();
        }
    }

    /// <summary>Requests that what is ready makes.</summary>
    private int ReadyRequests() =>
        _tests.Count + (_target?.Subscription.BatchMax is { } most ? (_ready.Count + most - 1) / most : _ready.Count);

    /// <summary>When the next request is as full as it gets: now, or at the end of the wait for company.</summary>
    private long FullAtMs(long nowMs)
    {
        if (_target is not { Subscription: { BatchMax: { } most } subscription } || _ready.Peek() is Batch)
        {
            return 0;
        }

        // Not longer than the wait from now on, if the clock was set back.
        var until = Math.Min(_ready.Peek().Head.EnqueuedMs, nowMs) + subscription.BatchWaitMs;
        return until <= nowMs || IsFull(most) ? 0 : until;
    }

    private bool IsFull(int most)
    {
        var (count, bytes) = (0, ArrayBytes);
        foreach (var lane in _ready)
        {
            lane.Weigh(most, _target!, ref count, ref bytes);
            if (count >= most || bytes >= WebhookSender.MaxBody)
            {
                return true;
            }
        }

        return false;
    }

    private Lane NextReady(long nowMs) =>
        _target!.Subscription.BatchMax is { } most && _ready.Peek() is not Batch ? Gather(_ready, most, nowMs) : _ready.Dequeue();

    /// <summary>One that was asked for by hand goes at once and alone. If it is not a message by itself, it is a batch all the same.</summary>
    private Lane NextTest(long nowMs) =>
        Batches && _tests.Peek() is not Batch && !GoesByItself(_tests.Peek().Head) ? Gather(_tests, 1, nowMs) : _tests.Dequeue();

    /// <summary>
    /// Makes a batch of the fronts of lanes: of each its first message, then of each its second, until it is full. All members have made as many
    /// attempts, so that one answer means the same to each.
    /// </summary>
    private Batch Gather(Queue<Lane> lanes, int most, long nowMs)
    {
        var first = lanes.Peek().Head;
        most = first.GoesAlone ? 1 : most;
        var (members, behind, again) = (new List<QueuedDelivery>(), new List<Lane>(), new Queue<Lane>());
        var room = WebhookSender.MaxBody - ArrayBytes;
        for (var left = lanes.Count; left > 0 && members.Count < most && (members.Count == 0 || Fits(lanes.Peek(), room)); left--)
        {
            var lane = lanes.Dequeue();
            if (lane is Batch || !IsLike(first, lane.Head))
            {
                lanes.Enqueue(lane);
            }
            else if (lanes == _ready && IsTooOld(lane, nowMs))
            {
                Expire(lane);
            }
            else
            {
                Take(lane);
                behind.AddRange(lane.Key is null ? [] : [lane]);
            }
        }

        while (members.Count < most && again.TryDequeue(out var lane) && Fits(lane, room))
        {
            if (IsLike(first, lane.Head))
            {
                Take(lane);
            }
        }

        return new Batch(members.OrderBy(m => m.Id), [.. behind], storedId: null);

        void Take(Lane lane)
        {
            var member = lane.TakeHead();
            members.Add(member);
            room -= _target!.MostBytesOf(member);
            if (lane.Count > 0)
            {
                again.Enqueue(lane);
            }
        }
    }

    private bool Fits(Lane lane, int room) => lane is Batch || _target!.MostBytesOf(lane.Head) <= room;

    private static bool IsLike(QueuedDelivery one, QueuedDelivery other) =>
        one.Attempts == other.Attempts && one.Origin == other.Origin && one.OutOfOrder == other.OutOfOrder && one.GoesAlone == other.GoesAlone;

    /// <summary>Takes over batches that an earlier run made, each as it was.</summary>
    private void PutBatches(List<StoredBatch> stored, long nowMs)
    {
        _batchesRead = true;
        foreach (var batch in stored)
        {
            foreach (var member in batch.Members)
            {
                _readAhead.Add(member.Id);
            }
        }

        var present = stored.Select(b => b with { Members = [.. b.Members.Where(m => !_droppedWhileReading.Contains(m.Id))] });
        if (Batches)
        {
            foreach (var batch in present.Where(b => b.Members.Count > 0))
            {
                PutBatch(batch, nowMs);
            }

            return;
        }

        var single = present.ToList();
        single.ForEach(b => _unbatched(b.Id, [.. b.Members.Select(m => m.Id)]));
        foreach (var member in single.SelectMany(b => b.Members).OrderBy(m => m.Id))
        {
            Remember(member);
            _ = Put(member, nowMs);
        }
    }

    private void PutBatch(StoredBatch stored, long nowMs)
    {
        var outOfOrder = stored.Members[0].OutOfOrder;
        var earlier = new HashSet<Batch>();
        foreach (var key in stored.Members.GroupBy(m => m.OrderingKey, StringComparer.Ordinal))
        {
            // Of two batches of a key the later one was made when the lane had gone on without the earlier.
            if (_lanes.GetValueOrDefault(key.Key)?.Ahead is { } other)
            {
                earlier.Add(other);
                outOfOrder |= other.Messages.Last(m => m.OrderingKey == key.Key).Id > key.First().Id;
            }
        }

        if (outOfOrder)
        {
            MarkOutOfOrder(stored.Members);
        }
        else
        {
            foreach (var other in earlier)
            {
                GoOnWithout(other, nowMs);
            }
        }

        var batch = new Batch(stored.Members, outOfOrder ? [] : LanesOf(stored.Members), stored.Id);
        foreach (var member in stored.Members)
        {
            Remember(member);
        }

        Place(batch, nowMs);
    }

    private Lane[] LanesOf(IEnumerable<QueuedDelivery> members) =>
    [
        .. members.Select(m => m.OrderingKey).Distinct(StringComparer.Ordinal).Select(key => _lanes[key] = new Lane(key)),
    ];

    private static void MarkOutOfOrder(IEnumerable<QueuedDelivery> members)
    {
        foreach (var member in members)
        {
            member.OutOfOrder = true;
        }
    }

    /// <summary>Lets the lanes behind a batch that waits go on.</summary>
    private void GoOnWithout(Batch batch, long nowMs)
    {
        MarkOutOfOrder(batch.Messages);
        _blocked -= batch.Held - batch.Count;
        _stuck.Remove(batch);
        Release(batch, nowMs);
    }

    private void Release(Batch batch, long nowMs)
    {
        foreach (var lane in batch.Release())
        {
            PlaceOrEnd(lane, nowMs);
        }
    }

    private void PlaceOrEnd(Lane lane, long nowMs)
    {
        if (lane.Count > 0)
        {
            Place(lane, nowMs);
        }
        else if (lane.Key is { } key)
        {
            _lanes.Remove(key);
        }
    }

    private void Place(Lane lane, long nowMs)
    {
        if (lane.Head.DueMs > nowMs)
        {
            Wait(lane);
        }
        else
        {
            MakeReady(lane);
        }
    }

    /// <summary>Makes single messages of all batches that are not being sent: batching was switched off.</summary>
    private void DissolveAll()
    {
        foreach (var batch in _waiting.UnorderedItems.Select(w => w.Element).OfType<Batch>().ToArray())
        {
            StopWaiting(batch);
            Dissolve(batch);
        }

        foreach (var batch in _ready.Concat(_tests).OfType<Batch>().ToArray())
        {
            Dissolve(batch);
        }

        Keep(_ready, lane => lane is not Batch);
        Keep(_tests, lane => lane is not Batch);
    }

    /// <summary>Puts the members of a batch back to the front of their lanes.</summary>
    private void Dissolve(Batch batch)
    {
        var nowMs = Now();
        if (batch.StoredId is { } id)
        {
            _unbatched(id, [.. batch.Messages.Select(m => m.Id)]);
        }

        DropCancelled(batch);
        var lanes = batch.Release().ToDictionary(l => l.Key!, StringComparer.Ordinal);
        foreach (var key in batch.Messages.GroupBy(m => m.OrderingKey, StringComparer.Ordinal))
        {
            if (lanes.TryGetValue(key.Key, out var lane))
            {
                lane.AddFirst(key);
                continue;
            }

            foreach (var single in key)
            {
                var alone = new Lane(null);
                alone.Add(single);
                Place(alone, nowMs);
            }
        }

        foreach (var lane in lanes.Values)
        {
            PlaceOrEnd(lane, nowMs);
        }
    }

    /// <summary>Members that were cancelled leave a batch; the others go on as one of their own.</summary>
    private void DropCancelled(Batch batch)
    {
        foreach (var member in batch.Messages.Where(m => m.Cancelled).ToArray())
        {
            batch.Drop(member);
            Forget(member);
            _unfinished--;
        }
    }
}

using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// What waits for one endpoint: lanes by ordering key in round robin, retries by their time, and a window over what lies on disk. Messages that
/// have grown too old, or that a newer one replaces, are finished here without an attempt.
/// </summary>
/// <remarks>
/// Thread-safe by one lock, held for moments only. Numbers up to <see cref="_cursor"/> are in memory or finished; numbers beyond it,
/// up to <see cref="_newest"/>, lie on disk and are read when the window has room.
/// </remarks>
internal sealed partial class EndpointQueue
{
    /// <summary>Deliveries read from disk at once. The next are read when half as many are ready: enough for the fastest endpoint, and little for each of a thousand.</summary>
    public const int ReadAhead = 500;

    /// <summary>Attempts of a lane's head after which the lane goes on without it.</summary>
    private const int PatientAttempts = 5;

    private readonly Lock _gate = new();
    private readonly RelaySettings _settings;
    private readonly TimeProvider _time;
    private readonly BodyBudget _bodies;
    private readonly ITimer _timer;
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<Lane> _ready = [];
    private readonly Queue<Lane> _tests = [];
    private readonly PriorityQueue<Lane, long> _waiting = new();
    private readonly HashSet<Lane> _stuck = [];
    private readonly HashSet<QueuedDelivery> _taken = [];
    private readonly AgeList _byAge = new();
    private readonly EndpointHealth _health = new();
    private readonly Action<EndpointQueue, Outcome> _dropped;
    private EndpointTarget? _target;
    private RateGate? _rate;
    private long _timerAt = long.MaxValue;
    private long _unfinished;
    private int _blocked;
    private int _workers;
    private int _inFlight;
    private long _cursor;
    private long _newest;
    private bool _moreOnDisk;
    private bool _loading;
    private bool _removed;

    /// <param name="onDisk">Unfinished deliveries found on disk at the start.</param>
    /// <param name="newest">The last of them.</param>
    /// <param name="wake">Called from a timer when something may be due.</param>
    /// <param name="dropped">Told of each delivery that is finished without an attempt; called under the lock.</param>
    /// <param name="unbatched">Told of a batch that is none any more and the numbers of its members; called under the lock.</param>
    public EndpointQueue(
        long id,
        RelaySettings settings,
        TimeProvider time,
        BodyBudget bodies,
        long onDisk,
        long newest,
        Action<EndpointQueue> wake,
        Action<EndpointQueue, Outcome> dropped,
        Action<Guid, long[]> unbatched)
    {
        Id = id;
        _settings = settings;
        _time = time;
        _bodies = bodies;
        _dropped = dropped;
        _unbatched = unbatched;
        _unfinished = onDisk;
        _newest = newest;
        _moreOnDisk = onDisk > 0;
        _batchesRead = onDisk == 0;
        _timer = time.CreateTimer(_ => OnTimer(wake), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public long Id { get; }

    /// <summary>Stands in the line for a place; kept by <see cref="InFlightSlots"/> under its lock.</summary>
    public bool InLine { get; set; }

    /// <summary>Places that its senders hold; kept by <see cref="InFlightSlots"/> under its lock.</summary>
    public int Places { get; set; }

    public bool IsHealthy
    {
        get
        {
            lock (_gate)
            {
                return _health.IsHealthy;
            }
        }
    }

    private int InMemoryReady => _byAge.Count - _blocked;

    public OutboxDepth Depth()
    {
        lock (_gate)
        {
            return new OutboxDepth(
                Math.Max(0, _unfinished) + _spilled, _spilled, _inFlight, _byAge.Oldest?.EnqueuedMs, _health.IsFailing, _health.LastStatus);
        }
    }

    public SubscriptionStatus? Status()
    {
        lock (_gate)
        {
            return _target?.Subscription.StatusWhen(_health.IsFailing);
        }
    }

    /// <summary>Takes the subscription as it is from now on. What waits goes to the new URL.</summary>
    public void SetTarget(EndpointTarget target)
    {
        lock (_gate)
        {
            var (before, now) = (_target?.Subscription, target.Subscription);
            if (before is null)
            {
                _health.Restore(now.LastStatus, now.FailingSinceMs, now.Failures);
            }
            else if (before.Url != now.Url || (now.MaySend && !before.MaySend))
            {
                _health.Forgive();
            }

            _target = target;
            if (_rate?.PerSecond != now.RatePerSecond)
            {
                _rate = now.RatePerSecond is { } rate ? new RateGate(rate) : null;
            }

            if (before?.BatchMax is not null && now.BatchMax is null)
            {
                DissolveAll();
            }

            Arm();
        }
    }

    /// <summary>Adds a delivery that was just committed, or only counts it when the window is full.</summary>
    /// <returns>True when a sender should be woken.</returns>
    public bool Enqueue(QueuedDelivery delivery)
    {
        lock (_gate)
        {
            if (_removed)
            {
                return false;
            }

            _unfinished++;
            if (GoesByItself(delivery))
            {
                Remember(delivery);
                return PutTest(delivery);
            }

            _newest = Math.Max(_newest, delivery.Id);
            if (delivery.Id <= _cursor)
            {
                return false; // read from disk between its commit and this call
            }

            if (_moreOnDisk || !HasRoom(_settings.ReadyWindow) || _target is not { MaySend: true })
            {
                _moreOnDisk = true;
                return false;
            }

            _cursor = delivery.Id;
            Remember(delivery);
            var ready = Put(delivery, 0);
            if (_health.NotBeforeMs > 0 || _rate is not null || Batches)
            {
                Arm(); // the endpoint may be on hold, or wait for company, with no other timer set
            }

            return ready;
        }
    }

    /// <summary>Begins to read from disk if the window has room.</summary>
    /// <param name="wanted">What to read; goes back to <see cref="EndRead"/>.</param>
    public bool TryBeginRead(out DiskRead wanted)
    {
        lock (_gate)
        {
            wanted = new DiskRead(_cursor, _newest, !_batchesRead);
            if (!_moreOnDisk || _loading || _removed || _target is not { MaySend: true } || !HasRoom(Math.Min(ReadAhead, _settings.ReadyWindow) / 2))
            {
                return false;
            }

            _loading = true;
            return true;
        }
    }

    /// <param name="batches">What <see cref="DiskRead.WithBatches"/> asked for.</param>
    /// <param name="end">Nothing is on disk beyond these rows, as far as was known at the begin.</param>
    public void EndRead(in DiskRead read, List<StoredBatch> batches, List<QueuedDelivery> rows, bool end)
    {
        lock (_gate)
        {
            _loading = false;
            if (_removed)
            {
                return;
            }

            var now = Now();
            PutBatches(batches, now);
            foreach (var delivery in rows)
            {
                _cursor = delivery.Id;
                if (_readAhead.Remove(delivery.Id) || _droppedWhileReading.Contains(delivery.Id))
                {
                    continue;
                }

                Remember(delivery);
                _ = GoesByItself(delivery) ? PutTest(delivery) : Put(delivery, now);
            }

            _droppedWhileReading.Clear();
            _cursor = end ? Math.Max(_cursor, read.Newest) : _cursor;
            _newest = Math.Max(_newest, _cursor);
            _moreOnDisk = _cursor < _newest;
            Arm();
        }
    }

    public void ReadFailed()
    {
        lock (_gate)
        {
            _loading = false;
        }
    }

    /// <summary>Counts a new sender if there is work for one more.</summary>
    public bool TryStartWorker()
    {
        lock (_gate)
        {
            var spare = _workers - _inFlight;
            if (!CanTake(Now()) || _workers >= Bound() || spare >= ReadyRequests())
            {
                return false;
            }

            _workers++;
            return true;
        }
    }

    public bool WantsWorker()
    {
        lock (_gate)
        {
            return CanTake(Now()) && _workers < Bound() && _workers - _inFlight < ReadyRequests();
        }
    }

    /// <summary>Something is being read or brought back, or could be sent now.</summary>
    public bool IsBusy()
    {
        lock (_gate)
        {
            return _loading || _draining || (CanTake(Now()) && _workers < Bound());
        }
    }

    /// <summary>Gives a sender what its next request carries. When there is none the sender is counted off and must end.</summary>
    public bool TryTake(out Parcel taken)
    {
        lock (_gate)
        {
            var nowMs = Now();
            ExpireHeads(nowMs);
            if (!CanTake(nowMs) || _workers > Bound())
            {
                _workers--;
                Arm();
                taken = default;
                return false;
            }

            var isTest = _tests.Count > 0 && _target!.MayTest;
            var lane = isTest ? NextTest(nowMs) : NextReady(nowMs);
            if (!isTest)
            {
                _rate?.Take();
            }

            lane.State = LaneState.InFlight;
            _inFlight++;
            var members = lane.Load;
            foreach (var member in members)
            {
                _taken.Add(member);
            }

            taken = new Parcel(lane, members, _target!, Math.Max(0, _unfinished - members.Count) + _spilled);
            return true;
        }
    }

    public void EndWorker()
    {
        lock (_gate)
        {
            _workers--;
        }
    }

    /// <summary>Puts back what was not sent because of a stop.</summary>
    public void Abandon(in Parcel parcel)
    {
        lock (_gate)
        {
            TakeBack(parcel);
            parcel.Lane.State = LaneState.Ready;
        }
    }

    /// <summary>Records an attempt: moves the lane on, plans the retry, keeps the endpoint's health.</summary>
    /// <param name="uncounted">Nothing was sent, so no attempt is used up.</param>
    public Completion Complete(in Parcel parcel, in AttemptOutcome outcome, DeliveryDecision decision, bool uncounted)
    {
        lock (_gate)
        {
            TakeBack(parcel);
            var nowMs = Now();
            var schedule = parcel.Target.Schedule;
            var statusBefore = _health.LastStatus;
            var failuresBefore = _health.Failures;
            var wasProbe = _health.BreakerOpen;
            var succeeded = outcome.Class == OutcomeClass.Delivered;
            var recovered = succeeded && _health.Succeeded(outcome.Status, parcel.Target.Subscription.MaxInFlight, nowMs);
            var opened = !succeeded && _health.Failed(outcome, nowMs, _unfinished > parcel.Members.Count, !schedule.Exact);
            _lastFailure = succeeded ? null : new LastFailure(outcome.Reason, parcel.First.EventId, parcel.First.Type);
            var probeFailed = wasProbe && opened && decision is DeliveryDecision.RetryAt;
            foreach (var member in parcel.Members)
            {
                member.Attempts += uncounted || probeFailed ? 0 : 1;
            }

            var written = Settle(parcel, outcome, decision, probeFailed, nowMs);
            if (succeeded)
            {
                AfterSuccess(recovered && !schedule.Exact, nowMs);
            }

            Arm();
            var hold = HoldOf(decision, nowMs);
            var unverify = _health.Blocked >= 3;
            EndpointNote? note = statusBefore == _health.LastStatus && failuresBefore == _health.Failures && hold == HoldReason.None
                ? null
                : new EndpointNote(Id, _health.LastStatus, _health.FailingSinceMs, _health.Failures, hold, unverify);
            return new Completion(
                written,
                note,
                opened ? DateTimeOffset.FromUnixTimeMilliseconds(_health.NotBeforeMs) : null,
                recovered,
                failuresBefore,
                _health.Failures);
        }
    }

    /// <summary>Forgets everything: the webhook was deleted.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            _removed = true;
            _ready.Clear();
            _tests.Clear();
            _waiting.Clear();
            _lanes.Clear();
            _stuck.Clear();
            while (_byAge.Oldest is { } delivery)
            {
                Forget(delivery);
            }

            (_unfinished, _spilled) = (0, 0);
            _timer.Dispose();
        }
    }

    /// <summary>Somebody waits for the answer: it passes what waits, and the breaker.</summary>
    private static bool GoesByItself(QueuedDelivery delivery) =>
        delivery.Origin is DeliveryOrigin.Test or DeliveryOrigin.Activation or DeliveryOrigin.Resend;

    private bool HasRoom(int window) => InMemoryReady < window && _blocked < _settings.BlockedWindow;

    private bool CanTake(long nowMs)
    {
        if (_removed || _target is not { } target)
        {
            return false;
        }

        return (_tests.Count > 0 && target.MayTest) || (_ready.Count > 0 && target.MaySend && nowMs >= OpenAtMs(nowMs));
    }

    /// <summary>
    /// When what is ready may leave: not before the breaker, the receiver's wish and the rate allow it, and the next batch has its company.
    /// </summary>
    private long OpenAtMs(long nowMs) => Math.Max(Math.Max(_health.NotBeforeMs, _rate?.NextMs(nowMs) ?? 0), FullAtMs(nowMs));

    private int Bound() => _health.Bound(_target?.Subscription.MaxInFlight ?? 1);

    /// <summary>Attempts of a lane's head after which the lane may go on without it.</summary>
    private int Patience() => _target?.Subscription switch
    {
        { OnFailure: FailureMode.MoveOn } => PatientAttempts,
        { OnFailure: FailureMode.SkipAfter, SkipAfter: var attempts } => Math.Max(1, attempts),
        _ => int.MaxValue,
    };

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Remember(QueuedDelivery delivery)
    {
        _byAge.Add(delivery);
        _bodies.Keep(delivery);
    }

    private void Forget(QueuedDelivery delivery)
    {
        _byAge.Remove(delivery);
        _bodies.Release(delivery);
    }

    private bool PutTest(QueuedDelivery delivery)
    {
        var lane = new Lane(null);
        lane.Add(delivery);
        _tests.Enqueue(lane);
        return true;
    }

    private bool Put(QueuedDelivery delivery, long nowMs)
    {
        var key = delivery.OutOfOrder ? null : delivery.OrderingKey;
        if (key is not null && _lanes.TryGetValue(key, out var lane))
        {
            lane.Add(delivery);
            if (lane.IsBlocked)
            {
                _blocked++;
                _bodies.Release(delivery);
            }

            Coalesce(lane, delivery);
            GoOnWithoutHead(lane.Ahead ?? lane);
            return Batches && lane.State == LaneState.Ready; // it may be what a batch waited for
        }

        lane = new Lane(key);
        lane.Add(delivery);
        if (key is not null)
        {
            _lanes.Add(key, lane);
            Coalesce(lane, delivery);
        }

        Place(lane, nowMs);
        return lane.State == LaneState.Ready;
    }

    /// <summary>Lets a message take the place of the one with its replace key that waits in the lane.</summary>
    private void Coalesce(Lane lane, QueuedDelivery newer)
    {
        if (newer is not { Origin: DeliveryOrigin.Live, ReplaceKey: { } replaces } || _target is not { Subscription.Coalesce: true })
        {
            return;
        }

        if (lane.Replaceable(replaces) is { } older)
        {
            var until = lane.Drop(older);
            lane.Head.DueMs = Math.Max(lane.Head.DueMs, until);
            _blocked -= lane.IsBlocked ? 1 : 0;
            Finish(older, DeliveryState.Superseded, "a newer message took its place", newer.Id);
        }

        lane.NoteLatest(replaces, newer);
    }

    /// <summary>Finishes messages at the front of the line that are too old to be sent.</summary>
    private void ExpireHeads(long nowMs)
    {
        while (_ready.TryPeek(out var lane) && IsTooOld(lane, nowMs))
        {
            Expire(_ready.Dequeue());
        }
    }

    /// <summary>Whether all that goes next is. A batch stays whole: while one of its members is young enough, all are sent.</summary>
    private bool IsTooOld(Lane lane, long nowMs) =>
        _target?.Subscription.MaxAgeSeconds is { } seconds
        && lane.Load.Last is { Origin: DeliveryOrigin.Live } newest && newest.EnqueuedMs < nowMs - (seconds * 1_000L);

    private void Expire(Lane lane)
    {
        foreach (var delivery in lane.Load)
        {
            Finish(delivery, DeliveryState.Expired, $"waited longer than {_target!.Subscription.MaxAgeSeconds} s", null);
        }

        GoOn(lane);
    }

    /// <summary>Ends a delivery without an attempt.</summary>
    private void Finish(QueuedDelivery delivery, DeliveryState state, string reason, long? supersededBy)
    {
        _unfinished--;
        Forget(delivery);
        _dropped(this, new Outcome(delivery.Id, state, delivery.Attempts, 0, null, reason, Now(), delivery.OutOfOrder, supersededBy));
    }

    private void MakeReady(Lane lane)
    {
        lane.State = LaneState.Ready;
        _ready.Enqueue(lane);
    }

    private void Wait(Lane lane)
    {
        lane.State = LaneState.Waiting;
        _blocked += lane.Held;
        Release(lane.Messages);
        foreach (var behind in lane is Batch batch ? batch.Behind : [])
        {
            Release(behind.Messages);
        }

        _waiting.Enqueue(lane, lane.Head.DueMs);
        if (lane.HoldsOthers && lane.Head.Attempts >= Patience())
        {
            _stuck.Add(lane);
        }
    }

    /// <summary>What waits for minutes or hours need not be in memory.</summary>
    private void Release(IEnumerable<QueuedDelivery> waiting)
    {
        foreach (var delivery in waiting)
        {
            _bodies.Release(delivery);
        }
    }

    private void TakeBack(in Parcel parcel)
    {
        _inFlight--;
        foreach (var member in parcel.Members)
        {
            _taken.Remove(member);
        }
    }

    /// <summary>Decides for each member of a request what follows, and moves its lane.</summary>
    private OneOrMany<Outcome> Settle(
        in Parcel parcel, in AttemptOutcome outcome, DeliveryDecision decision, bool probeFailed, long nowMs)
    {
        QueuedDelivery? newer = null;
        if (decision is DeliveryDecision.RetryAt retry && AnyLeft(parcel.Members))
        {
            var dueMs = probeFailed ? nowMs : retry.When.ToUnixTimeMilliseconds();
            Plan(parcel.Members, outcome, dueMs);
            if (retry.HoldEndpoint)
            {
                _health.Hold(dueMs);
            }

            newer = _removed ? null : RetryLater(parcel, probeFailed, dueMs);
        }
        else
        {
            foreach (var member in parcel.Members)
            {
                _unfinished--;
                if (!_removed)
                {
                    Forget(member);
                }
            }

            if (!_removed)
            {
                GoOn(parcel.Lane);
            }
        }

        var verdict = new Verdict(decision, outcome.Status, outcome.Class == OutcomeClass.Delivered ? null : outcome.Reason, newer?.Id, nowMs);
        return parcel.Members.Select(verdict, static (member, all) => all.On(member));
    }

    private static bool AnyLeft(in OneOrMany<QueuedDelivery> members)
    {
        foreach (var member in members)
        {
            if (!member.Cancelled)
            {
                return true;
            }
        }

        return false;
    }

    private void Plan(in OneOrMany<QueuedDelivery> members, in AttemptOutcome outcome, long dueMs)
    {
        foreach (var delivery in members)
        {
            if (delivery.Attempts <= 1)
            {
                delivery.SuccessesAtFirstFailure = _health.Successes;
            }

            (delivery.EndpointFailed, delivery.DueMs) = (outcome.EndpointFailed, dueMs);
        }
    }

    /// <returns>The newer message that takes the place of the one that failed; null when that is tried again.</returns>
    private QueuedDelivery? RetryLater(in Parcel parcel, bool probeFailed, long dueMs)
    {
        var (lane, delivery) = (parcel.Lane, parcel.First);
        if (lane.Newer(delivery) is { } newer)
        {
            // The lane waits as it would have for the older one; the newer one goes then.
            _unfinished--;
            Forget(delivery);
            lane.TakeHead();
            lane.Head.DueMs = Math.Max(lane.Head.DueMs, dueMs);
            Wait(lane);
            return newer;
        }

        if (lane is Batch batch)
        {
            DropCancelled(batch);
            if (!Batches)
            {
                Dissolve(batch);
                return null;
            }
        }

        if (probeFailed)
        {
            MakeReady(lane); // the probe was the endpoint's matter; the breaker says when the next one goes
        }
        else
        {
            Wait(lane);
            GoOnWithoutHead(lane);
        }

        return null;
    }

    /// <summary>The lane's head is finished: its next message becomes ready, or the lane ends.</summary>
    private void GoOn(Lane lane)
    {
        if (lane is Batch batch)
        {
            Release(batch, Now());
            return;
        }

        lane.TakeHead();
        if (lane.Count > 0)
        {
            MakeReady(lane);
        }
        else if (lane.Key is { } key)
        {
            _lanes.Remove(key);
        }
    }

    /// <summary>
    /// When a lane has waited long enough for its head while other keys succeed, the head waits on by itself (in the lane object that
    /// the retries know) and the rest becomes a lane of its own. Of a batch all lanes go on.
    /// </summary>
    private void GoOnWithoutHead(Lane lane)
    {
        if (lane.State != LaneState.Waiting || !lane.HoldsOthers || lane.Head.Attempts < Patience() || lane.Held <= lane.Load.Count
            || (_target!.Subscription.OnFailure == FailureMode.MoveOn && _health.Successes <= lane.Head.SuccessesAtFirstFailure))
        {
            return;
        }

        if (lane is Batch batch)
        {
            GoOnWithout(batch, Now());
            return;
        }

        var key = lane.Key!;
        var head = lane.TakeHead();
        var rest = lane.SplitOff(key);
        head.OutOfOrder = true;
        lane.Add(head);
        lane.Key = null;
        _stuck.Remove(lane);
        _lanes[key] = rest;
        _blocked -= rest.Count;
        MakeReady(rest);
    }

    private void AfterSuccess(bool recovered, long nowMs)
    {
        if (_stuck.Count > 0)
        {
            foreach (var lane in _stuck.ToArray())
            {
                GoOnWithoutHead(lane);
            }
        }

        if (recovered)
        {
            MakeDueWhatTheEndpointDelayed(nowMs);
        }
    }

    private void MakeDueWhatTheEndpointDelayed(long nowMs)
    {
        var waiting = _waiting.UnorderedItems.ToArray();
        _waiting.Clear();
        foreach (var (lane, due) in waiting)
        {
            if (lane.Head.EndpointFailed)
            {
                lane.Head.DueMs = nowMs;
                _waiting.Enqueue(lane, nowMs);
            }
            else
            {
                _waiting.Enqueue(lane, due);
            }
        }

        ReleaseDue(nowMs);
    }

    private void ReleaseDue(long nowMs)
    {
        while (_waiting.TryPeek(out var lane, out var due) && due <= nowMs)
        {
            _waiting.Dequeue();
            _stuck.Remove(lane);
            _blocked -= lane.Held;
            MakeReady(lane);
        }
    }

    private HoldReason HoldOf(DeliveryDecision decision, long nowMs) =>
        decision is DeliveryDecision.DisableEndpoint disable ? disable.Hold
        : _health.IsFailing && nowMs - _health.FailingSinceMs >= _settings.FailingHours * 3_600_000L ? HoldReason.Failing
        : HoldReason.None;

    /// <summary>Sets the one timer to the next thing that time alone brings about.</summary>
    private void Arm()
    {
        if (_removed)
        {
            return;
        }

        var at = _waiting.TryPeek(out _, out var due) ? due : long.MaxValue;
        var nowMs = Now();
        if (_ready.Count > 0 && OpenAtMs(nowMs) is var open && open > nowMs)
        {
            at = Math.Min(at, open);
        }

        if (at == _timerAt)
        {
            return;
        }

        _timerAt = at;
        _timer.Change(
            at == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Clamp(at - nowMs, 0, int.MaxValue)),
            Timeout.InfiniteTimeSpan);
    }

    private void OnTimer(Action<EndpointQueue> wake)
    {
        lock (_gate)
        {
            if (_removed)
            {
                return;
            }

            _timerAt = long.MaxValue;
            ReleaseDue(Now());
            Arm();
        }

        wake(this);
    }
}

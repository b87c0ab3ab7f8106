using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// Sends committed deliveries: one queue per endpoint, lanes by ordering key inside it, a bounded number of requests open. It works
/// when something is committed, comes due or is enabled; an empty outbox costs nothing.
/// </summary>
public sealed partial class DeliveryDispatcher : IHostedService, IDisposable
{
    private const int RowsPerRead = EndpointQueue.ReadAhead;

    /// <summary>Wait after an error of the disk.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _startGate = new();
    private readonly SubscriptionBook _book;
    private readonly IWriteQueue _writer;
    private readonly ISecretProtector _protector;
    private readonly RelaySettings _settings;
    private readonly RelayDatabases _databases;
    private readonly AttemptLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger<DeliveryDispatcher> _logger;
    private readonly Func<double> _dice;
    private readonly WebhookSender _sender;
    private readonly OutcomeWriter _outcomes;
    private readonly InFlightSlots _slots;
    private readonly BodyBudget _bodies;
    private readonly BacklogReads _reads = new();
    private readonly ConcurrentDictionary<long, EndpointQueue> _queues = new();
    private readonly ConcurrentBag<SenderSlot> _spareSlots = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _rested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<QueuedDelivery>? _early = [];
    private CoreReader? _reader;
    private IDisposable? _gauges;
    private long _lastAtStart;
    private int _workers;
    private volatile bool _stopping;
    private int _abandoned;

    public DeliveryDispatcher(
        SubscriptionBook book,
        IWriteQueue writer,
        ISecretProtector protector,
        GuardedHandler handler,
        AttemptLog log,
        RelaySettings settings,
        RelayDatabases databases,
        TimeProvider time,
        ILogger<DeliveryDispatcher> logger)
        : this(book, writer, protector, handler, log, settings, databases, time, logger, Random.Shared.NextDouble)
    {
    }

    internal DeliveryDispatcher(
        SubscriptionBook book,
        IWriteQueue writer,
        ISecretProtector protector,
        GuardedHandler handler,
        AttemptLog log,
        RelaySettings settings,
        RelayDatabases databases,
        TimeProvider time,
        ILogger<DeliveryDispatcher> logger,
        Func<double> dice)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(settings);
        (_book, _writer, _protector, _log) = (book, writer, protector, log);
        (_settings, _databases, _time, _logger, _dice) = (settings, databases, time, logger, dice);
        _sender = new WebhookSender(handler, time, DataOf);
        _outcomes = new OutcomeWriter(writer, settings, time, logger, WakeAll);
        _slots = new InFlightSlots(settings.MaxInFlight, Math.Max(1, settings.MaxInFlight * settings.UnhealthySharePercent / 100));
        _bodies = new BodyBudget(settings.BodyMegabytesInMemory * 1024L * 1024);
    }

    /// <summary>What waits for a webhook now. Costs a lock; one look-up in the database when all of it lies on disk.</summary>
    public OutboxDepth Depth(long webhookId) =>
        _queues.TryGetValue(webhookId, out var queue) ? WithOldest(queue.Depth(), webhookId) : default;

    /// <summary>Reads the subscriptions and what waits for them; from then on deliveries go out.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reader = new CoreReader(_databases.CoreReadOnly);
        var (depths, spilled, last) = _reader.Depths();
        _lastAtStart = last;
        foreach (var (webhookId, count, newest) in depths)
        {
            _queues[webhookId] = CreateQueue(webhookId, count, newest);
        }

        foreach (var (webhookId, count) in spilled)
        {
            _queues.GetOrAdd(webhookId, static (id, self) => self.CreateQueue(id, 0, 0), this).SetSpilled(count);
        }

        _book.Turned += OnTurned;
        foreach (var subscription in _reader.Subscriptions())
        {
            _book.Changed(SubscriptionRules.WithTrustOf(_settings, subscription));
        }

        foreach (var webhookId in _queues.Keys.Where(id => _book.Find(id) is null).ToArray())
        {
            OnTurned(webhookId, null); // deleted, but a crash came before its deliveries were cancelled
        }

        _gauges = RelayMeter.Observe(Gauges);
        RelayLog.Started(_logger, _queues.Count, depths.Sum(d => d.Count) + spilled.Sum(s => s.Count));
        AcceptEarly(last);
        return Task.CompletedTask;
    }

    /// <summary>Lets requests that are under way finish for a while, abandons the rest, and writes all outcomes.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _book.Turned -= OnTurned;
        _gauges?.Dispose();
        await _reads.StopAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _workers) > 0)
        {
            await Quiet(TimeSpan.FromSeconds(_settings.StopSeconds), cancellationToken).ConfigureAwait(false);
            await _stop.CancelAsync().ConfigureAwait(false);
            await Quiet(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAny(_outcomes.DrainAsync(), Task.Delay(TimeSpan.FromSeconds(5), cancellationToken)).ConfigureAwait(false);
        RelayLog.Stopped(_logger, _abandoned);
    }

    public void Dispose()
    {
        _outcomes.Dispose();
        _reader?.Dispose();
        _gauges?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Takes deliveries that are committed. Does not block.</summary>
    internal void Enqueue(ReadOnlySpan<QueuedDelivery> fresh)
    {
        if (Volatile.Read(ref _early) is not null)
        {
            lock (_startGate)
            {
                if (_early is not null)
                {
                    _early.AddRange(fresh);
                    return;
                }
            }
        }

        foreach (var delivery in fresh)
        {
            Accept(delivery);
        }
    }

    private OutboxDepth WithOldest(OutboxDepth depth, long webhookId) =>
        depth is { Waiting: > 0, OldestEnqueuedMs: null } ? depth with { OldestEnqueuedMs = _reader?.Oldest(webhookId) } : depth;

    private void Accept(QueuedDelivery delivery)
    {
        var queue = _queues.GetOrAdd(delivery.WebhookId, static (id, self) => self.CreateQueue(id, 0, 0), this);
        if (queue.Enqueue(delivery))
        {
            Wake(queue);
        }
    }

    /// <summary>Nothing is being sent or read, and nothing could be before time goes on. Tests wait for it.</summary>
    internal async Task RestAsync()
    {
        while (true)
        {
            var rested = Volatile.Read(ref _rested);
            if (Volatile.Read(ref _workers) == 0 && _queues.Values.All(q => !q.IsBusy()))
            {
                return;
            }

            await rested.Task.ConfigureAwait(false);
        }
    }


    /// <summary>Hands collected outcomes to the writer now. Tests wait for its result.</summary>
    internal Task DrainOutcomesAsync() => _outcomes.DrainAsync();

    private EndpointQueue CreateQueue(long webhookId, long onDisk, long newest) =>
        new(webhookId, _settings, _time, _bodies, onDisk, newest, Wake, Dropped, Unbatched);

    private void Dropped(EndpointQueue queue, Outcome outcome)
    {
        _outcomes.Add([outcome], note: null);
        RelayMeter.Finished(outcome.State);
    }

    private void Unbatched(Guid batch, long[] members) => _writer.Submit(new UnsealWork(batch, members, UnsealLater));

    private void UnsealLater(UnsealWork work, Exception error)
    {
        RelayLog.BatchFailed(_logger, error);
        _ = SubmitLaterAsync(work);
    }

    private async Task SubmitLaterAsync(UnsealWork work)
    {
        await Task.Delay(AgainAfter, _time).ConfigureAwait(false);
        _writer.Submit(work);
    }

    /// <summary>What was committed before the start was read from disk with the rest; what came during it is new.</summary>
    private void AcceptEarly(long lastRead)
    {
        lock (_startGate)
        {
            foreach (var delivery in _early!.Where(d => d.Id > lastRead))
            {
                Accept(delivery);
            }

            foreach (var (webhookId, count) in _earlySpilled)
            {
                _queues.GetValueOrDefault(webhookId)?.SetSpilled(count);
            }

            // Only now: a queue takes a lower number than its latest for one that it has read from disk.
            Volatile.Write(ref _early, null);
        }
    }

    private void OnTurned(long webhookId, Subscription? subscription)
    {
        if (subscription is null)
        {
            if (_queues.TryRemove(webhookId, out var removed))
            {
                removed.Remove();
            }

            _writer.Submit(new CancelWork(_writer, webhookId, _time));
            return;
        }

        var target = EndpointTarget.Of(subscription, _protector);
        if (target.Fault is { } fault)
        {
            RelayLog.EndpointUnusable(_logger, webhookId, fault);
        }

        var queue = _queues.GetOrAdd(webhookId, static (id, self) => self.CreateQueue(id, 0, 0), this);
        queue.SetTarget(target);
        Wake(queue);
    }

    private void WakeAll()
    {
        foreach (var queue in _queues.Values)
        {
            Wake(queue);
        }
    }

    /// <summary>Starts as many senders as the endpoint has work and places for, and reads from disk when its window has room.</summary>
    private void Wake(EndpointQueue queue)
    {
        if (_stopping)
        {
            return;
        }

        Refill(queue);
        Drain(queue);
        while (!_outcomes.IsFull && queue.WantsWorker())
        {
            var healthy = queue.IsHealthy;
            if (!_slots.TryTake(queue, healthy))
            {
                return;
            }

            if (!queue.TryStartWorker())
            {
                Release(queue, healthy);
                return;
            }

            Interlocked.Increment(ref _workers);
            ThreadPool.UnsafeQueueUserWorkItem(
                static work => _ = work.Self.WorkAsync(work.Queue, work.Healthy), (Self: this, Queue: queue, Healthy: healthy), preferLocal: false);
        }
    }

    private void Release(EndpointQueue queue, bool healthy)
    {
        _slots.Release(queue, healthy);
        while (_slots.TryNext(out var next))
        {
            Wake(next);
        }
    }

    /// <summary>One sender: takes deliveries of one endpoint until none is left or others need its place.</summary>
    private async Task WorkAsync(EndpointQueue queue, bool healthy)
    {
        var slot = _spareSlots.TryTake(out var spare) ? spare : new SenderSlot();
        // One delivery at least before the place is given to others: if they all gave it on at once, it would go round among them for ever.
        for (var served = false; ; served = true)
        {
            if (_stopping || _outcomes.IsFull || (served && _slots.OthersWait(healthy)) || (healthy && !queue.IsHealthy))
            {
                queue.EndWorker();
                break;
            }

            if (!queue.TryTake(out var taken))
            {
                break;
            }

            await AttemptAsync(queue, taken, slot).ConfigureAwait(false);
            Wake(queue); // its bound may have grown, or places have come free
        }

        _spareSlots.Add(slot);
        Release(queue, healthy);
        Wake(queue);
        if (Interlocked.Decrement(ref _workers) == 0)
        {
            LookAgain();
        }

        if (Volatile.Read(ref _workers) == 0 && _stopping)
        {
            _quiet.TrySetResult();
        }
    }

    private async Task AttemptAsync(EndpointQueue queue, Parcel parcel, SenderSlot slot)
    {
        SentAttempt? attempt;
        try
        {
            if (parcel.Lane is Batch batch && !await SealAsync(batch, parcel.Members).ConfigureAwait(false))
            {
                queue.Postpone(parcel, AgainAfter);
                return;
            }

            attempt = await _sender.SendAsync(parcel, slot, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            attempt = null;
        }
        catch (Exception e)
        {
            // A message that breaks the sender must not be tried for ever, nor stop the others.
            RelayLog.SenderBroke(_logger, parcel.First.Id, queue.Id, e);
            if (parcel.Members.Count > 1)
            {
                queue.Scatter(parcel);
                return;
            }

            var broken = new AttemptOutcome(OutcomeClass.Failed, 0, "the request could not be made", Abort: true);
            Record(queue, queue.Complete(parcel, broken, new DeliveryDecision.GiveUp(broken.Reason), uncounted: true));
            return;
        }

        if (attempt is null)
        {
            Interlocked.Increment(ref _abandoned);
            queue.Abandon(parcel);
            return;
        }

        if (attempt.Outcome.Class == OutcomeClass.TooLarge && parcel.Members.Count > 1)
        {
            queue.Scatter(parcel);
            return;
        }

        Finish(queue, parcel, attempt);
    }

    private void Finish(EndpointQueue queue, in Parcel parcel, SentAttempt attempt)
    {
        var sent = attempt.Timings is not null;
        var now = _time.GetUtcNow();
        var schedule = parcel.Target.ScheduleOf(parcel.First.Origin);
        attempt.Decision = DeliveryPolicy.After(attempt.Outcome, attempt.Number, now, schedule, _dice());
        var completion = queue.Complete(parcel, attempt.Outcome, attempt.Decision, uncounted: !sent);
        Record(queue, completion);
        Report(queue, attempt, completion, now);
        _log.Add(attempt);
    }

    /// <summary>Makes sure that a batch is the same after a crash, before anybody is told of it.</summary>
    /// <returns>False when it could not be written.</returns>
    private async Task<bool> SealAsync(Batch batch, OneOrMany<QueuedDelivery> members)
    {
        var id = MessageId.OfBatch(members);
        if (id == batch.StoredId)
        {
            return true;
        }

        var work = new SealWork(id, [.. members.Span.ToArray().Select(m => m.Id)]);
        _writer.Submit(work);
        try
        {
            await work.Task.WaitAsync(_stop.Token).ConfigureAwait(false);
            batch.StoredId = id;
            return true;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            RelayLog.BatchFailed(_logger, e);
            return false;
        }
    }

    /// <summary>The body's <c>data</c> of a delivery; null when its event is gone.</summary>
    private ReadOnlyMemory<byte>? DataOf(QueuedDelivery delivery) => delivery.Data ?? _reader!.Data(delivery.EventRow);

    private void Record(EndpointQueue queue, in Completion completion)
    {
        _outcomes.Add(completion.Outcomes.Span, completion.Note);
        foreach (var outcome in completion.Outcomes)
        {
            if (outcome.FinishedMs is not null)
            {
                RelayMeter.Finished(outcome.State);
            }
        }

        if (completion.Note is { } note && (note.Hold != HoldReason.None || note.Unverify))
        {
            Turn(queue.Id, note);
        }
    }

    /// <summary>Makes what was found out about an endpoint its state, where that is legal, as its row will say.</summary>
    private void Turn(long webhookId, in EndpointNote note)
    {
        if (_book.Find(webhookId) is not { } known)
        {
            return;
        }

        var turned = note.Hold switch
        {
            HoldReason.Gone => Turned(known, SubscriptionTurn.Gone),
            HoldReason.Failing => Turned(known, SubscriptionTurn.Fail),
            _ => known,
        };
        turned = note.Unverify ? Turned(turned, SubscriptionTurn.LoseProof) : turned;
        if (turned != known)
        {
            _book.Changed(turned);
        }
    }

    private static Subscription Turned(Subscription known, SubscriptionTurn turn) =>
        known.After(turn) is { } next && next != known ? next with { Version = known.Version + 1 } : known;

    private void Report(EndpointQueue queue, SentAttempt attempt, in Completion completion, DateTimeOffset now)
    {
        var outcome = attempt.Outcome;
        RelayMeter.Attempted(outcome.Status, attempt.TotalUs / 1_000_000d);
        if (completion.Recovered)
        {
            RelayMeter.BreakerTurned("closed");
        }

        if (completion.Failures == 0 && completion.FailuresBefore >= EndpointHealth.ToldAfter)
        {
            RelayLog.AnswersAgain(_logger, queue.Id, completion.FailuresBefore);
        }
        else if (completion is { Failures: EndpointHealth.ToldAfter, FailuresBefore: < EndpointHealth.ToldAfter })
        {
            RelayLog.BeginsToFail(_logger, queue.Id, completion.Failures, outcome.Reason);
        }

        if (outcome.Class == OutcomeClass.Delivered)
        {
            foreach (var delivery in attempt.Members)
            {
                RelayMeter.Delivered((now.ToUnixTimeMilliseconds() - delivery.EnqueuedMs) / 1_000d);
            }

            return;
        }

        if (_logger.IsEnabled(LogLevel.Debug))
        {
            RelayLog.AttemptFailed(
                _logger, attempt.First.Id, queue.Id, outcome.Reason, attempt.Number, attempt.Decision!.ToString());
        }

        if (attempt.Decision is DeliveryDecision.RetryAt)
        {
            RelayMeter.Deferred(outcome.Class);
        }

        if (completion.BreakerOpened is { } next)
        {
            RelayMeter.BreakerTurned("open");
            RelayLog.BreakerOpened(_logger, queue.Id, completion.Note?.Failures ?? 0, outcome.Reason, next);
        }

        if (completion.Note is { Hold: not HoldReason.None } held)
        {
            RelayLog.EndpointHeld(_logger, queue.Id, held.Hold, outcome.Reason);
        }

        if (completion.Note is { Unverify: true })
        {
            RelayLog.EndpointUnverified(_logger, queue.Id, outcome.Reason);
        }
    }

    private void Refill(EndpointQueue queue)
    {
        if (!_stopping && queue.TryBeginRead(out var wanted))
        {
            _reads.Ask(() => Read(queue, wanted));
        }
    }

    private void Read(EndpointQueue queue, in DiskRead wanted)
    {
        try
        {
            var batches = wanted.WithBatches ? _reader!.Batches(queue.Id) : [];
            var rows = _reader!.Waiting(queue.Id, wanted.After, _lastAtStart, RowsPerRead);
            queue.EndRead(wanted, batches, rows, end: rows.Count < RowsPerRead);
            Wake(queue);
            LookAgain();
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or ObjectDisposedException)
        {
            RelayLog.ReadFailed(_logger, queue.Id, e);
            queue.ReadFailed();
            _ = WakeLaterAsync(queue);
        }
    }

    /// <summary>Whoever waits for rest looks again.</summary>
    private void LookAgain() =>
        Interlocked.Exchange(ref _rested, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private async Task WakeLaterAsync(EndpointQueue queue)
    {
        await Task.Delay(AgainAfter, _time).ConfigureAwait(false);
        Wake(queue);
    }

    private async Task Quiet(TimeSpan within, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _workers) == 0)
        {
            return;
        }

        await Task.WhenAny(_quiet.Task, Task.Delay(within, cancellationToken)).ConfigureAwait(false);
    }

    private RelayGauges Gauges()
    {
        var (waiting, inFlight, oldest) = (0L, 0, long.MaxValue);
        var byStatus = new long[Enum.GetValues<SubscriptionStatus>().Length];
        foreach (var queue in _queues.Values)
        {
            var depth = queue.Depth();
            waiting += depth.Waiting;
            inFlight += depth.InFlight;
            oldest = Math.Min(oldest, depth.OldestEnqueuedMs ?? long.MaxValue);
            if (queue.Status() is { } status)
            {
                byStatus[(int)status]++;
            }
        }

        var age = oldest == long.MaxValue ? 0 : Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds() - oldest) / 1_000d;
        var measurements = byStatus.Select((count, status) => new Measurement<long>(
            count, new KeyValuePair<string, object?>("status", ((SubscriptionStatus)status).ToString().ToLowerInvariant())));
        return new RelayGauges(waiting, age, inFlight, [.. measurements]);
    }
}

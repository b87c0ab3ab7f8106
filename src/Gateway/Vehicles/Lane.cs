using System.Diagnostics.CodeAnalysis;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Gateway.Journal;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// One reader, on a thread of its own, over a bounded queue: the only one that touches the states of its vehicles, so that the rules need
/// no locks. It turns what waits into batches for the committer and goes on while they are synced.
/// </summary>
/// <remarks>
/// Memory may run ahead of the disk by the batches in flight. When one of them fails the epoch rises: everything built on the lost state
/// is discarded, the states are read back from the store, and the devices send again.
/// </remarks>
internal sealed partial class Lane : IBatchOwner, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitAfterFailures = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStoring = TimeSpan.FromSeconds(10);

    private readonly LaneContext _context;
    private readonly LaneQueue _queue;
    private readonly BatchPool _pool;
    private readonly LaneStates _states;
    private readonly TickSchedule _ticks;
    private readonly StatesBehind _behind;
    private readonly LaneQuestions _questions = new();
    private readonly HashSet<VehicleRef> _announced = [];
    private readonly List<RuleEvent> _events = [];
    private readonly JournalRowWriter _journal = new();
    private readonly ReusableBuffer _earlierState = new();
    private readonly CheckpointSink _checkpoints;
    private readonly PastRuns _past;
    private readonly PausedVehicles _paused = new();
    private readonly LateHold _hold;
    private readonly ReusableBuffer _scratch = new();
    private readonly Thread _thread;

    private readonly ManualResetEventSlim _stopRequested = new();

    private readonly List<LaneItem> _released = [];
    private readonly HashSet<AckTicket> _open = [];

    private List<LaneItem> _taken = new(1024);
    private LaneBatch? _begun;
    private AckTicket _lastOpen;
    private long _epoch;
    private long _loadedEpoch = -1;
    private long _lowWaterProposed;
    private long _stopTimestamp;
    private volatile bool _stopping;

    public Lane(int number, LaneContext context)
    {
        Number = number;
        _context = context;
        _queue = new LaneQueue(context.Settings.LaneQueueMessages, context.Settings.LaneQueueBytes);
        _pool = new BatchPool(this);
        _ticks = new TickSchedule(TimeSpan.FromSeconds(context.Settings.TickGraceSeconds), context.Listening);
        _behind = new StatesBehind(context.Settings, _ticks, context.Clock);
        _states = new LaneStates(number, context, _ticks, _behind);
        _checkpoints = new CheckpointSink(_earlierState);
        var budgets = new RerunBudgets(context.Settings, context.Clock);
        _past = new PastRuns(context, _pool, _states, _behind, _ticks, _journal, budgets);
        _hold = new LateHold(context.Settings, budgets, _paused, context.Clock);
        _thread = new Thread(Run) { Name = "lane " + number, IsBackground = true };
    }

    public int Number { get; }

    public int Waiting => _queue.Count;

    public void Start() => _thread.Start();

    /// <summary>
    /// Takes all items of a message, or none when the queue is at its bound or too much of their vehicle is held. Thread-safe, never blocks.
    /// </summary>
    public bool TryEnqueue(ReadOnlySpan<LaneItem> items) => !_paused.Has(items[0].Vehicle) && _queue.TryEnqueue(items);

    /// <summary>Completes when it is worth offering a message of the vehicle again.</summary>
    public Task WaitForRoom(VehicleRef vehicle) => _paused.Has(vehicle) ? _paused.WaitFor(vehicle) : _queue.WaitForRoom();

    /// <summary>Asks the lane for a vehicle's state as it is now (it may run ahead of the disk by a few milliseconds).</summary>
    public Task<VehicleSnapshot> Ask(VehicleRef vehicle)
    {
        var answer = _questions.Ask(vehicle);
        _queue.Nudge();
        return answer;
    }

    /// <summary>Processes what waits, stores every changed state, waits for the commits and ends the thread.</summary>
    public void Stop()
    {
        Interlocked.CompareExchange(ref _stopTimestamp, _context.Clock.GetTimestamp(), 0);
        _stopping = true;
        _stopRequested.Set();
        _queue.Nudge();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    public bool IsCurrent(long epoch) => Interlocked.Read(ref _epoch) == epoch;

    public void Committed(LaneBatch batch)
    {
        _states.CommittedPosition = batch.Position;
        _pool.Return(batch);
    }

    public void Failed(LaneBatch batch, Exception error)
    {
        if (IsCurrent(batch.Epoch))
        {
            Interlocked.Increment(ref _epoch);
            LaneLosesState(_context.Logger, Number, batch.Records, error);
        }

        _pool.Return(batch);
    }

    public void Dispose()
    {
        Stop();
        _states.Dispose();
        _queue.Dispose();
        _stopRequested.Dispose();
    }

    [SuppressMessage("Design", "CA1031", Justification = "The top of the lane's loop: it must outlive any one message.")]
    private void Run()
    {
        var failures = 0;
        while (!_stopping || _queue.Count > 0 || !_hold.IsEmpty)
        {
            try
            {
                Turn();
                failures = 0;
            }
            catch (Exception error)
            {
                // Reading the store back failed, or a bug outside of one message: nothing of it is acknowledged.
                LaneTurnFailed(_context.Logger, Number, error);
                LoseMemory();
                if (++failures > 1)
                {
                    _stopRequested.Wait(WaitAfterFailures);
                }

                if (_stopping)
                {
                    AbandonWaiting();
                    return;
                }
            }
        }

        try
        {
            StoreEverything();
        }
        catch (Exception error)
        {
            // The journal has it all; the next start replays what is not stored.
            StatesNotStored(_context.Logger, Number, error);
        }
    }

    /// <summary>What is in flight stands on states that were right and is awaited; what was being made goes.</summary>
    private void LoseMemory()
    {
        if (_begun is { } half)
        {
            Discard(half);
        }

        AbandonTaken();
        _pool.WaitForAll();
        Interlocked.Increment(ref _epoch);
    }

    private void AbandonWaiting()
    {
        _hold.Abandon();
        if (_queue.Take(ref _taken, TimeSpan.Zero))
        {
            AbandonTaken();
        }
    }

    private void Turn()
    {
        ReloadIfLost();
        var nowMs = NowMs();
        if (_queue.Take(ref _taken, _stopping ? TimeSpan.Zero : _hold.Patience(UntilTick(nowMs))))
        {
            // A commit may have failed while the lane waited: what it would build on the lost state would be thrown away.
            ReloadIfLost();
            Process(_taken, areReleased: false);
            _taken.Clear();
        }

        // One vehicle's at a time, so that those who are in order wait for one run at most.
        var hasRun = RunHeld();
        _questions.Answer(_states);
        if (FireTicks() == 0 && !hasRun && _queue.Count == 0)
        {
            FlushIdle();
        }
    }

    private void ReloadIfLost()
    {
        if (IsCurrent(_loadedEpoch))
        {
            return;
        }

        // Every batch that was built on the lost state must be discarded first. Until then its connections are not broken, and what comes
        // next from one of them would overtake what it has to send again.
        _pool.WaitForAll();
        var epoch = Interlocked.Read(ref _epoch);
        _announced.Clear();
        _past.Forget();
        var replayed = _states.Reload();
        _loadedEpoch = epoch;
        LaneLoaded(_context.Logger, Number, replayed);
    }

    /// <summary>Applies what is held of the vehicle that is due first.</summary>
    private bool RunHeld()
    {
        if (_stopping && _context.Clock.GetElapsedTime(Interlocked.Read(ref _stopTimestamp)) > LongestStoring)
        {
            _hold.Abandon();
        }

        if (_hold.IsEmpty || !_hold.TryTakeDue(all: _stopping, _released))
        {
            return false;
        }

        ReloadIfLost();
        Process(_released, areReleased: true);
        _released.Clear();

        return true;
    }

    /// <param name="areReleased">They were held: late ones among them run the past again now.</param>
    private void Process(List<LaneItem> items, bool areReleased)
    {
        var next = 0;
        while (next < items.Count)
        {
            var batch = Begin();
            var first = next;
            try
            {
                var end = Math.Min(items.Count, next + _context.Settings.BatchMessages);
                for (; next < end; next++)
                {
                    Apply(items[next], batch, areReleased);
                }

                _past.Run(batch, () => IsCurrent(batch.Epoch));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                var key = items[Math.Min(next, items.Count - 1)].Vehicle.Key;
                MessageThrew(_context.Logger, Number, key.AccountId, key.VehicleId, error);
                Discard(batch);
                OneByOne(items, first, areReleased);
                return;
            }

            SubmitUnlessEmpty(batch);
        }
    }

    /// <summary>
    /// A message threw and left states half changed. What is in flight is awaited, the states are read back, and the rest goes one message
    /// a batch, so that the culprit stands alone: thrown again it becomes a dead letter and is acknowledged, or its device would send it for ever.
    /// </summary>
    private void OneByOne(List<LaneItem> items, int first, bool areReleased)
    {
        ForgetMemory();
        for (var i = first; i < items.Count; i++)
        {
            var batch = Begin();
            try
            {
                Apply(items[i], batch, areReleased);
                _past.Run(batch, () => IsCurrent(batch.Epoch));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Discard(batch);
                ForgetMemory();
                batch = Begin();
                Bury(items[i], batch, error);
            }

            SubmitUnlessEmpty(batch);
        }
    }

    private void ForgetMemory()
    {
        _loadedEpoch = -1;
        ReloadIfLost();
    }

    private LaneBatch Begin()
    {
        var batch = _begun = _pool.Rent();
        batch.Epoch = _loadedEpoch;
        batch.LaneNumber = Number;
        batch.Position = _context.Positions.Next();
        _journal.Begin(batch.Body, batch.Position, new Instant(NowMs()));
        return batch;
    }

    /// <summary>All that came may have been held.</summary>
    private void SubmitUnlessEmpty(LaneBatch batch)
    {
        if (batch.IsEmpty && _open.Count == 0)
        {
            _hold.Keep();
            _begun = null;
            _pool.Return(batch);
        }
        else
        {
            Submit(batch);
        }
    }

    private void Submit(LaneBatch batch)
    {
        _hold.Keep();
        batch.Continued.AddRange(_open);
        ForgetOpen();
        _behind.Store(batch);
        _begun = null;
        if (Fault.IsOn(Fault.AckBeforeCommit))
        {
            batch.Tickets.ForEach(ticket => ticket.Complete());
        }

        _context.Commits.Submit(batch);
    }

    /// <summary>Gives back a batch that will not be submitted: one that was lost would be missing for good.</summary>
    private void Discard(LaneBatch batch)
    {
        _begun = null;
        ForgetOpen();
        _past.Discard();
        _hold.Discard();
        _pool.Return(batch);
    }

    private void Apply(in LaneItem item, LaneBatch batch, bool isReleased)
    {
        // A message of this connection was abandoned and will be sent again: a later one must not overtake it. This one is abandoned too:
        // left unsettled it would stand before the other in the connection's order of acknowledgements, which then never breaks off.
        if (item.Ticket.Receiver is { IsBroken: true })
        {
            item.Ticket.Abandon();
            return;
        }

        if (!isReleased && MustHold(item))
        {
            _hold.Stage(item);
            return;
        }

        if (item.Input is { } input && !TryApply(item.Vehicle, input, batch, isReleased))
        {
            _hold.Stage(item);
            return;
        }

        if (item.Letter is { } letter)
        {
            batch.DeadLetters.Add(letter);
        }

        NoteTicket(item, batch);
    }

    private bool MustHold(in LaneItem item) =>
        _hold.Has(item.Vehicle) || (item.Input is Sample && LateHold.WantsReordering(item.Vehicle));

    private void NoteTicket(in LaneItem item, LaneBatch batch)
    {
        if (item.Ticket.Receiver is null)
        {
            return;
        }

        if (item.Settles)
        {
            batch.Tickets.Add(item.Ticket);
            if (_open.Count > 0 && _open.Remove(item.Ticket))
            {
                _lastOpen = default;
            }
        }
        else if (item.Ticket != _lastOpen)
        {
            _open.Add(item.Ticket);
            _lastOpen = item.Ticket;
        }
    }

    private void ForgetOpen()
    {
        _open.Clear();
        _lastOpen = default;
    }

    /// <returns>False when the input comes late and is to be held; nothing is done then.</returns>
    private bool TryApply(VehicleRef vehicle, VehicleInput input, LaneBatch batch, bool isReleased)
    {
        var entry = _states.Find(vehicle);
        if (_past.MustWait(entry, input))
        {
            _past.Wait(entry, input);
            return true;
        }

        var book = vehicle.Account.Book;
        _events.Clear();
        _earlierState.Clear();
        _checkpoints.Begin(batch.Position);
        var verdict = RuleEngine.Apply(entry.State, input, book.Rules, _events, null, _checkpoints);
        if (verdict == InputVerdict.OutOfOrder)
        {
            if (isReleased)
            {
                _past.Wait(entry, input);
            }

            return isReleased;
        }

        _context.Meters.Judged(verdict);
        var marks = entry.State.LastMarks;
        while (FilterCounts.TryTake(ref marks, out var reason))
        {
            vehicle.Filtered.Count(reason);
            _context.Meters.Filtered(reason);
        }

        Fault.Point(Fault.AfterRules);
        if (verdict == InputVerdict.Duplicate)
        {
            return true;
        }

        if (verdict is InputVerdict.FutureTime or InputVerdict.PastTime)
        {
            batch.DeadLetters.Add(LetterOf(vehicle, input, verdict));
            return true;
        }

        if (!vehicle.Stored && _announced.Add(vehicle))
        {
            batch.NewVehicles.Add(vehicle);
        }

        Record(entry, input, verdict, book.Rules, batch);
        batch.Records++;
        _behind.Touched(entry, batch);
        _ticks.Observe(entry);
        foreach (var found in _events)
        {
            book.Publish(found, vehicle, entry.CoolDowns, batch.Messages);
        }

        return true;
    }

    private void Record(VehicleEntry entry, VehicleInput input, InputVerdict verdict, RuleBook book, LaneBatch batch)
    {
        IReadOnlyList<ToldEvent> told = _events.Count == 0 ? [] : _events.ConvertAll(ToldEvent.Of);
        var isApart = verdict == InputVerdict.Late && input is Sample;
        var flags = (isApart ? RecordFlags.Apart : RecordFlags.None) | (_checkpoints.IsTaken ? RecordFlags.Checkpoint : RecordFlags.None);
        _journal.Add(batch.Body, entry.Vehicle.No, entry.Position, book.Version, flags, told, input, _earlierState.WrittenSpan);
        if (entry.History is { } history && !isApart)
        {
            history.Append(input, book, JournalRecord.JudgedAt(input, book.Version), batch.Position, _earlierState.WrittenSpan);
            foreach (var one in told)
            {
                history.Told(one);
            }
        }
    }

    /// <summary>While we cannot judge a silence there is no tick to wait for.</summary>
    private TimeSpan UntilTick(long nowMs) => _context.Listening.IsSure(nowMs) ? _ticks.Patience(nowMs, LongestWait) : LongestWait;

    private int FireTicks()
    {
        var nowMs = NowMs();
        if (!_context.Listening.IsSure(nowMs))
        {
            return 0;
        }

        LaneBatch? batch = null;
        while ((batch is null || batch.Records < _context.Settings.BatchMessages)
            && _ticks.TryTakeDue(nowMs, out var entry, out var eventTime))
        {
            if (_hold.Has(entry.Vehicle))
            {
                // It is not silent: we hold what it said, and have not heard what it could not send meanwhile.
                _ticks.Postpone(entry, nowMs + (_context.Settings.TickGraceSeconds * 1000L));
                continue;
            }

            batch ??= Begin();
            TryApply(entry.Vehicle, new Tick { Time = eventTime, Received = new Instant(nowMs) }, batch, isReleased: true);
        }

        if (batch is null)
        {
            return 0;
        }

        _past.Run(batch, () => IsCurrent(batch.Epoch));
        var fired = batch.Records;
        Submit(batch);
        return fired;
    }

    /// <summary>Nothing to do: store what is old enough, and tell the store how far its states reach, so that start-up reads little.</summary>
    private void FlushIdle()
    {
        const int PositionsBehind = 1_000;
        if (!_behind.IsDue && _context.Positions.Last - _lowWaterProposed < PositionsBehind)
        {
            return;
        }

        var batch = Begin();
        Submit(batch);
        _lowWaterProposed = batch.Position;
    }

    /// <summary>As many states as ten seconds allow: what is left costs the next start a longer replay, and the stop stays bounded.</summary>
    private void StoreEverything()
    {
        var started = _context.Clock.GetTimestamp();
        _pool.WaitForAll();
        while (IsCurrent(_loadedEpoch) && !_behind.IsClean && _context.Clock.GetElapsedTime(started) < LongestStoring)
        {
            var batch = Begin();
            _behind.Store(batch, all: true);
            _begun = null;
            _context.Commits.Submit(batch);
        }

        _pool.WaitForAll();
    }

    private void AbandonTaken()
    {
        foreach (var item in _taken.Concat(_released))
        {
            item.Ticket.Abandon();
        }

        _taken.Clear();
        _released.Clear();
    }

    private void Bury(in LaneItem item, LaneBatch batch, Exception error)
    {
        if (item.Input is { } input)
        {
            _scratch.Clear();
            InputCodec.Write(_scratch, input, input.Received);
            batch.DeadLetters.Add(new DeadLetter(
                item.Vehicle.Key.AccountId,
                item.Vehicle.Key.VehicleId,
                input.Received.UnixMilliseconds,
                DeadLetterReason.Uncommittable,
                string.Empty,
                "The rules failed on it twice: " + error.Message,
                _scratch.WrittenSpan.ToArray()));
        }

        NoteTicket(item, batch);
    }

    private DeadLetter LetterOf(VehicleRef vehicle, VehicleInput input, InputVerdict verdict)
    {
        _scratch.Clear();
        InputCodec.Write(_scratch, input, input.Received);
        return new DeadLetter(
            vehicle.Key.AccountId,
            vehicle.Key.VehicleId,
            input.Received.UnixMilliseconds,
            verdict == InputVerdict.FutureTime ? DeadLetterReason.FutureTime : DeadLetterReason.PastTime,
            string.Empty,
            $"Event time {input.Time}, received {input.Received}",
            _scratch.WrittenSpan.ToArray());
    }

    private long NowMs() => _context.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(3001, LogLevel.Information, "Lane {Lane} is loaded; {Records} journal records were replayed")]
    private static partial void LaneLoaded(ILogger logger, int lane, long records);

    [LoggerMessage(3002, LogLevel.Error, "Lane {Lane} lost a batch of {Records} records and reloads its states; devices send again")]
    private static partial void LaneLosesState(ILogger logger, int lane, int records, Exception error);

    [LoggerMessage(3003, LogLevel.Error, "A message of vehicle {Account}/{Vehicle} threw in lane {Lane}; it is tried once more on its own")]
    private static partial void MessageThrew(ILogger logger, int lane, long account, string vehicle, Exception error);

    [LoggerMessage(3004, LogLevel.Critical, "Lane {Lane} failed outside of a message; what it held is sent again by the devices")]
    private static partial void LaneTurnFailed(ILogger logger, int lane, Exception error);

    [LoggerMessage(3005, LogLevel.Error, "Lane {Lane} could not store its states at the stop; the next start replays the journal")]
    private static partial void StatesNotStored(ILogger logger, int lane, Exception error);
}

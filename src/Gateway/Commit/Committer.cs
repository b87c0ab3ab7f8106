using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Commit;

/// <summary>
/// The one writer. A dedicated thread owns the only writing connection of the main database, takes whatever has arrived since the last
/// commit (lane batches, delivery outcomes, changes by the API) and commits it as one synced transaction; then, and only then, the
/// acknowledgements go out.
/// </summary>
/// <remarks>
/// While one commit is being synced the next group gathers in the queue; after it a short linger lets more join.
/// </remarks>
internal sealed partial class Committer : IDisposable
{
    private static readonly TimeSpan WaitAfterFailure = TimeSpan.FromMilliseconds(250);

    private readonly CoreDatabase _database;
    private readonly CommitQueue _queue;
    private readonly IOutbox _outbox;
    private readonly TimeProvider _clock;
    private readonly ILogger<Committer> _logger;
    private readonly CommitMeters _meters;
    private readonly Action<Exception> _onFatal;
    private readonly TimeSpan _linger;
    private readonly Thread _thread;
    private readonly LowWater _lowWater;

    private volatile bool _startLogOver;
    private long _pagesWritten;

    /// <param name="linger">How long a commit that follows another at once waits for company; zero is not at all.</param>
    /// <param name="onFatal">Called once when the database can no longer be trusted (a failed sync): the process must end.</param>
    public Committer(
        CoreDatabase database,
        CommitQueue queue,
        IOutbox outbox,
        LowWater lowWater,
        TimeSpan linger,
        CommitMeters meters,
        TimeProvider clock,
        ILogger<Committer> logger,
        Action<Exception> onFatal)
    {
        _database = database;
        _queue = queue;
        _outbox = outbox;
        _lowWater = lowWater;
        _linger = linger;
        _meters = meters;
        _clock = clock;
        _logger = logger;
        _onFatal = onFatal;
        _thread = new Thread(Run) { Name = "committer", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Pages that commits have put into the write-ahead log since the start. Safe to read from any thread.</summary>
    public long PagesWritten => Interlocked.Read(ref _pagesWritten);

    /// <summary>Asks for the write-ahead log to start over at the next moment between two commits.</summary>
    public void StartLogOver()
    {
        _startLogOver = true;
        _queue.Nudge();
    }

    /// <summary>Commits what is waiting, then ends the thread. Later submissions fail.</summary>
    public void Stop()
    {
        _queue.Close();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    public void Dispose() => Stop();

    private void Run()
    {
        var group = new List<object>();
        using var session = new WriteSession(_database.OpenWriter());
        var lastCommit = 0L;
        while (_queue.WaitForItems())
        {
            // An idle writer commits at once. A busy one waits a moment for company: a thousand commits a second are enough for any
            // latency that a network lets one see, and each costs a sync and a round of wake-ups.
            if (_clock.GetElapsedTime(lastCommit) < _linger)
            {
                Thread.Sleep(_linger);
            }

            _queue.Take(ref group);
            if (group.Count > 0)
            {
                lastCommit = _clock.GetTimestamp();
                CommitGroup(session, group);
                group.Clear();
            }

            if (_startLogOver)
            {
                _startLogOver = false;
                StartLogOver(session);
            }
        }
    }

    private void StartLogOver(WriteSession session)
    {
        try
        {
            WalCheckpoint.StartOver(session.Connection);
        }
        catch (SqliteException error)
        {
            LogNotStartedOver(_logger, error);
        }
    }

    private void CommitGroup(WriteSession session, List<object> group)
    {
        var error = TryCommit(session, group);
        if (error is null)
        {
            return;
        }

        if (StoreErrors.IsFinal(error))
        {
            EndForGood(group, error);
            return;
        }

        if (StoreErrors.IsOfTheEnvironment(error))
        {
            // Disk full, locked, unreadable: nobody's message is to blame, so nothing is tried one by one.
            GroupFailed(_logger, group.Count, error);
            group.ForEach(item => FailOrKeep(item, error));
            _queue.WaitAWhile(WaitAfterFailure);
            return;
        }

        for (var i = 0; i < group.Count; i++)
        {
            if (TryCommit(session, [group[i]]) is not { } own)
            {
                continue;
            }

            if (StoreErrors.IsFinal(own))
            {
                EndForGood(group[i..], own);
                return;
            }

            ItemFailed(_logger, group[i].GetType().Name, own);
            Refuse(group[i], own);
        }
    }

    private void EndForGood(List<object> items, Exception error)
    {
        GroupFailed(_logger, items.Count, error);
        items.ForEach(item => Refuse(item, error));
        _onFatal(error);
    }

    private Exception? TryCommit(WriteSession session, List<object> group)
    {
        var started = _clock.GetTimestamp();
        var failures = new List<(IWriteWork Work, Exception Error)>();
        try
        {
            session.Begin();
            var statements = session.Prepared(CoreStatements.On);
            var nowMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var item in group)
            {
                if (item is LaneBatch batch)
                {
                    WriteBatch(session, statements, batch, nowMs);
                }
                else
                {
                    WriteWork(session, (IWriteWork)item, failures);
                }
            }

            Fault.Point(Fault.BeforeCommit);
            session.Commit();
        }
        catch (Exception error)
        {
            session.RollBack();
            _outbox.RolledBack();
            _lowWater.RolledBack();
            _meters.Failed();
            return error;
        }

        Fault.Point(Fault.AfterCommit);
        Interlocked.Exchange(ref _pagesWritten, session.PagesWritten());
        _lowWater.Committed();
        _meters.Committed(group.Count, _clock.GetElapsedTime(started));
        Fault.Point(Fault.BeforeHandover);
        _outbox.Committed();
        Fault.Point(Fault.AfterHandover);
        Settle(group, failures);
        return null;
    }

    private void WriteBatch(WriteSession session, CoreStatements statements, LaneBatch batch, long nowMs)
    {
        if (!batch.Lane.IsCurrent(batch.Epoch))
        {
            return;
        }

        foreach (var vehicle in batch.NewVehicles)
        {
            statements.InsertVehicle(vehicle, nowMs);
        }

        if (batch.Records > 0)
        {
            statements.InsertJournal(batch.Position, nowMs, batch.LaneNumber, batch.Records, batch.Body);
        }

        foreach (var state in batch.States)
        {
            statements.WriteState(state, batch.StateBytes);
        }

        Fault.Point(Fault.AfterStates);
        foreach (var message in batch.Messages)
        {
            _outbox.Add(session, message);
        }

        foreach (var gone in batch.Superseded)
        {
            _outbox.Supersede(session, gone);
        }

        foreach (var letter in batch.DeadLetters)
        {
            statements.InsertDeadLetter(letter);
        }

        if (batch.LowWater is { } position && _lowWater.Propose(batch.LaneNumber, position) is { } lowest)
        {
            statements.SetMeta(MetaRow.JournalLowWater, lowest);
        }
    }

    private static void WriteWork(WriteSession session, IWriteWork work, List<(IWriteWork Work, Exception Error)> failures)
    {
        const string Savepoint = "work";
        session.Transaction.Save(Savepoint);
        try
        {
            work.Write(session);
            session.Transaction.Release(Savepoint);
        }
        catch (Exception error) when (!StoreErrors.IsOfTheEnvironment(error))
        {
            session.Transaction.Rollback(Savepoint);
            session.Transaction.Release(Savepoint);
            failures.Add((work, error));
        }
    }

    private static void Settle(List<object> group, List<(IWriteWork Work, Exception Error)> failures)
    {
        foreach (var item in group)
        {
            if (item is LaneBatch batch)
            {
                SettleBatch(batch);
            }
            else if (failures.Count == 0 || failures.TrueForAll(f => f.Work != item))
            {
                ((IWriteWork)item).Committed();
            }
        }

        foreach (var (work, error) in failures)
        {
            work.Failed(error);
        }
    }

    private static void SettleBatch(LaneBatch batch)
    {
        if (!batch.Lane.IsCurrent(batch.Epoch))
        {
            // It was built on state that an earlier failure threw away; its devices send again.
            batch.Abandon(new StaleBatchException());
            return;
        }

        if (!Fault.IsOn(Fault.AckBeforeCommit))
        {
            foreach (var ticket in batch.Tickets)
            {
                ticket.Complete();
            }
        }

        foreach (var vehicle in batch.NewVehicles)
        {
            vehicle.Stored = true;
        }

        batch.Lane.Committed(batch);
    }

    private void FailOrKeep(object item, Exception error)
    {
        if (item is IWriteWork work)
        {
            _queue.PutBack(work);
        }
        else
        {
            Refuse(item, error);
        }
    }

    private static void Refuse(object item, Exception error)
    {
        if (item is LaneBatch batch)
        {
            batch.Abandon(error);
        }
        else
        {
            ((IWriteWork)item).Failed(error);
        }
    }

    [LoggerMessage(4001, LogLevel.Error, "A commit of {Items} items failed; nothing of it is acknowledged")]
    private static partial void GroupFailed(ILogger logger, int items, Exception error);

    [LoggerMessage(4003, LogLevel.Warning, "The write-ahead log could not start over; it is tried again")]
    private static partial void LogNotStartedOver(ILogger logger, Exception error);

    [LoggerMessage(4002, LogLevel.Error, "Writing a {Kind} failed on its own too; its devices must send again")]
    private static partial void ItemFailed(ILogger logger, string kind, Exception error);
}

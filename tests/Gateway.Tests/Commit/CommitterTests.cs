using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Diagnostics;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Mqtt;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Gateway.Tests.Commit;

[Collection(nameof(FaultCollection))]
public sealed class CommitterTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly CoreDatabase _database;
    private readonly CommitMeters _meters = new();
    private readonly CommitQueue _queue = new();
    private readonly Committer _committer;
    private readonly RecordingLane _lane = new();
    private readonly RecordingReceiver _receiver;

    public CommitterTests()
    {
        _database = new CoreDatabase(_folder.Path);
        _database.Migrate();
        _receiver = new RecordingReceiver(JournalRows);
        _committer = new Committer(
            _database,
            _queue,
            new NoOutbox(),
            new LowWater(1, 0),
            TimeSpan.Zero,
            _meters,
            TimeProvider.System,
            NullLogger<Committer>.Instance,
            error => throw new InvalidOperationException("The storage failed for good.", error));
    }

    [Fact]
    public async Task A_message_is_acknowledged_only_when_a_reader_can_see_its_row()
    {
        _queue.Submit(Batch(position: 1));
        _committer.Start();

        await _lane.Settled.Task.WaitAsync(Deadline);

        Assert.Equal((1, AckOutcome.Committed, 1), Assert.Single(_receiver.Settled));
    }

    [Fact]
    public async Task A_failed_commit_acknowledges_nothing_and_discards_the_batch_that_was_built_on_it()
    {
        _lane.AwaitedBatches = 2;
        _queue.Submit(Batch(position: 1));
        _queue.Submit(Batch(position: 2));
        // The group fails, and so does the first batch on its own; the second would succeed.
        Fault.Arm(Fault.BeforeCommit + ":1:throw:2");

        _committer.Start();
        await _lane.Settled.Task.WaitAsync(Deadline);

        Assert.Equal(["failed 1", "failed 2"], _lane.Told);
        Assert.All(_receiver.Settled, settled => Assert.Equal(AckOutcome.Abandoned, settled.Outcome));
        Assert.Equal(2, _receiver.Settled.Count);
        Assert.Equal(0, JournalRows());
    }

    [Fact]
    public async Task What_is_sent_again_after_a_failed_commit_is_committed()
    {
        _queue.Submit(Batch(position: 1));
        Fault.Arm(Fault.BeforeCommit + ":1:throw:2");
        _committer.Start();
        await _lane.Settled.Task.WaitAsync(Deadline);

        var again = new RecordingLane();
        _queue.Submit(Batch(position: 3, again));
        await again.Settled.Task.WaitAsync(Deadline);

        Assert.Equal(["committed 3"], again.Told);
        Assert.Equal(1, JournalRows());
    }

    [Fact]
    public async Task One_lane_s_poison_does_not_take_another_lane_s_batch_with_it()
    {
        var other = new RecordingLane();
        var poison = Batch(position: 1);
        // No such state is stored, so a second version of it cannot follow.
        poison.States.Add(new StateWrite(VehicleNo: 7, Position: 1, Version: 2, TickDueMs: null, Offset: 0, Length: 0));
        _queue.Submit(poison);
        _queue.Submit(Batch(position: 2, other));

        _committer.Start();
        await Task.WhenAll(_lane.Settled.Task, other.Settled.Task).WaitAsync(Deadline);

        Assert.Equal(["failed 1"], _lane.Told);
        Assert.Equal(["committed 2"], other.Told);
        Assert.Equal(1, JournalRows());
    }

    [Fact]
    public async Task A_storage_that_fails_for_good_while_a_group_is_tried_one_by_one_ends_the_process()
    {
        const int Corrupt = 11;
        var fatal = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var queue = new CommitQueue();
        using var committer = new Committer(
            _database,
            queue,
            new FailingOutbox(new InvalidOperationException("of the group"), new SqliteException("torn page", Corrupt)),
            new LowWater(1, 0),
            TimeSpan.Zero,
            _meters,
            TimeProvider.System,
            NullLogger<Committer>.Instance,
            fatal.SetResult);
        var batch = Batch(position: 1);
        batch.Messages.Add(new OutboxMessage
        {
            Id = Guid.NewGuid(),
            OccurredMs = 0,
            AccountId = 1,
            Type = "idle",
            OrderingKey = "7",
            Data = default,
            WebhookIds = [1],
        });
        queue.Submit(batch);

        committer.Start();

        Assert.IsType<SqliteException>(await fatal.Task.WaitAsync(Deadline));
        Assert.Equal(AckOutcome.Abandoned, Assert.Single(_receiver.Settled).Outcome);
    }

    [Fact]
    public async Task Work_that_throws_undoes_its_own_writes_and_nobody_else_s()
    {
        var bad = new ScriptedWork(
            "INSERT INTO meta (name, value) VALUES ('bad', 1)", new InvalidOperationException("changed its mind"));
        var good = new ScriptedWork("INSERT INTO meta (name, value) VALUES ('good', 1)", null);
        _queue.Submit(bad);
        _queue.Submit(good);

        _committer.Start();
        await good.Done.WaitAsync(Deadline);

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Done.WaitAsync(Deadline));
        Assert.Equal("good", Text("SELECT group_concat(name) FROM meta"));
    }

    [Fact]
    public async Task Work_waits_out_a_failed_commit_and_is_written_after_it()
    {
        var work = new ScriptedWork("INSERT INTO meta (name, value) VALUES ('kept', 1)", null);
        _queue.Submit(work);
        Fault.Arm(Fault.BeforeCommit + ":1:throw:1");

        _committer.Start();
        await work.Done.WaitAsync(Deadline);

        Assert.Equal("kept", Text("SELECT group_concat(name) FROM meta"));
    }

    [Fact]
    public async Task What_comes_after_the_stop_is_told_so()
    {
        _committer.Start();
        _committer.Stop();
        var late = new ScriptedWork("SELECT 1", null);

        _queue.Submit(late);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => late.Done.WaitAsync(Deadline));
    }

    public void Dispose()
    {
        Fault.Arm(null);
        _committer.Dispose();
        _queue.Dispose();
        _meters.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private LaneBatch Batch(long position, IBatchOwner? lane = null)
    {
        var batch = new LaneBatch(lane ?? _lane) { Position = position, Epoch = 0, Records = 1 };
        batch.Body.GetSpan(1)[0] = 1;
        batch.Body.Advance(1);
        batch.Tickets.Add(new AckTicket(_receiver, position));
        return batch;
    }

    private long JournalRows() =>
        long.Parse(Text("SELECT count(*) FROM journal")!, System.Globalization.CultureInfo.InvariantCulture);

    private string? Text(string sql)
    {
        using var connection = _database.OpenReader();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class FailingOutbox(params Exception[] errors) : IOutbox
    {
        private readonly Queue<Exception> _errors = new(errors);

        public bool Add(IWriteSession session, OutboxMessage message) => throw _errors.Dequeue();

        public long AddAgain(IWriteSession session, in StoredMessage message, long webhookId) =>
            throw new InvalidOperationException("Nothing is sent again here.");

        public void Supersede(IWriteSession session, EventKey superseded) => throw new InvalidOperationException("No event was expected.");

        public void Committed()
        {
        }

        public void RolledBack()
        {
        }
    }

    private sealed class ScriptedWork(string sql, Exception? then) : IWriteWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Write(IWriteSession session)
        {
            using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
#pragma warning disable CA2100 // the test's own texts
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            if (then is not null)
            {
                throw then;
            }
        }

        public void Committed() => _done.TrySetResult();

        public void Failed(Exception error) => _done.TrySetException(error);
    }
}

using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Gateway.Tests.Commit;

public sealed class WalCheckpointsTests : IDisposable
{
    private const int PageBytes = 4_096;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly CoreDatabase _database;
    private readonly CommitMeters _meters = new();
    private readonly CommitQueue _queue = new();
    private readonly Committer _committer;
    private readonly WalCheckpoints _checkpoints;
    private int _rows;

    public WalCheckpointsTests()
    {
        _database = new CoreDatabase(_folder.Path);
        _database.Migrate();
        _committer = new Committer(
            _database, _queue, new NoOutbox(), new LowWater(1, 0), TimeSpan.Zero, _meters, TimeProvider.System,
            NullLogger<Committer>.Instance, error => throw new InvalidOperationException("The storage failed for good.", error));
        _checkpoints = new WalCheckpoints(_database, _committer, NullLogger<WalCheckpoints>.Instance);
        _committer.Start();
    }

    [Fact]
    public async Task A_full_log_is_written_over_from_its_beginning_and_keeps_its_length()
    {
        await Write(WalCheckpoints.StartOverFromPages);
        _checkpoints.Look();
        await Write(pages: 1);
        var full = LogBytes();

        await Write(WalCheckpoints.StartOverFromPages / 2);

        Assert.True(full >= (long)WalCheckpoints.StartOverFromPages * PageBytes, $"The log has {full} bytes only.");
        Assert.Equal(full, LogBytes());
        Assert.Equal(_rows, RowsOnDisk());
    }

    [Fact]
    public async Task A_reader_in_the_way_delays_the_new_beginning_and_loses_nothing()
    {
        await Write(pages: 10);
        using (var reader = _database.OpenReader())
        {
            using var transaction = reader.BeginTransaction();
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM journal";
            var seen = command.ExecuteScalar();
            await Write(WalCheckpoints.StartOverFromPages);
            _checkpoints.Look();
            await Write(WalCheckpoints.CopyFromPages);

            Assert.Equal(seen, command.ExecuteScalar());
        }

        _checkpoints.Look();
        await Write(pages: 1);
        var full = LogBytes();
        await Write(WalCheckpoints.StartOverFromPages / 2);

        Assert.Equal(full, LogBytes());
        Assert.Equal(_rows, RowsOnDisk());
    }

    [Fact]
    public async Task A_little_is_left_in_the_log()
    {
        await Write(pages: 10);
        var before = new FileInfo(_database.FilePath).LastWriteTimeUtc;

        _checkpoints.Look();

        Assert.Equal(before, new FileInfo(_database.FilePath).LastWriteTimeUtc);
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        _committer.Dispose();
        _queue.Dispose();
        _meters.Dispose();
        _folder.Dispose();
    }

    private async Task Write(int pages)
    {
        const int PagesPerCommit = 500;
        for (var left = pages; left > 0; left -= PagesPerCommit)
        {
            var work = new Blob(++_rows, Math.Min(left, PagesPerCommit) * PageBytes);
            _queue.Submit(work);
            await work.Done.Task.WaitAsync(Deadline);
        }
    }

    private long LogBytes() => new FileInfo(_database.FilePath + "-wal").Length;

    private int RowsOnDisk()
    {
        using var reader = _database.OpenReader();
        using var command = reader.CreateCommand();
        command.CommandText = "SELECT count(*) FROM journal";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Blob(int position, int bytes) : IWriteWork
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Write(IWriteSession session)
        {
            using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
            command.CommandText = "INSERT INTO journal (position, committed_ms, lane, records, body) VALUES ($position, 0, 0, 1, zeroblob($bytes))";
            command.Parameters.AddWithValue("$position", position);
            command.Parameters.AddWithValue("$bytes", bytes);
            command.ExecuteNonQuery();
        }

        public void Committed() => Done.SetResult();

        public void Failed(Exception error) => Done.SetException(error);
    }
}

using System.Threading.Channels;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.DeliveryLog;

/// <summary>
/// Writes attempts to the log database, in batches on a thread of its own, so that a sender never waits for the log. When the queue
/// is full an attempt is dropped and counted: the log may lose rows, a delivery may not.
/// </summary>
public sealed class AttemptLog : IHostedService, IDisposable
{
    private const int BatchRows = 500;

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(10);

    /// <summary>How long the first of a batch waits for company. Each transaction writes whole pages, so rows written one by one cost several times as much.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private readonly RelaySettings _settings;
    private readonly RelayDatabases _databases;
    private readonly TimeProvider _time;
    private readonly ILogger<AttemptLog> _logger;
    private readonly Channel<SentAttempt> _queue;
    private readonly ManualResetEventSlim _ending = new();
    private Thread? _thread;
    private long _dropped;

    public AttemptLog(RelaySettings settings, RelayDatabases databases, TimeProvider time, ILogger<AttemptLog> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _databases = databases;
        _time = time;
        _logger = logger;
        _queue = Channel.CreateBounded<SentAttempt>(new BoundedChannelOptions(settings.LogQueue) { SingleReader = true });
    }

    /// <summary>Attempts that found the queue full or could not be written.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The tables exist when this returns, so that the host may query them at once.
        using (var connection = Open())
        {
            foreach (var sql in LogSchema.Sql)
            {
                Execute(connection, sql);
            }
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "attempt log" };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Writes what is queued, then ends.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        End();
        return _thread is { } thread
            ? Task.Run(() => thread.Join(TimeSpan.FromSeconds(_settings.StopSeconds + 1)), CancellationToken.None)
            : Task.CompletedTask;
    }

    public void Dispose()
    {
        End();
        if (_thread is null || _thread.Join(TimeSpan.FromSeconds(1)))
        {
            _ending.Dispose();
        }
    }

    internal void Add(SentAttempt attempt)
    {
        if (!_queue.Writer.TryWrite(attempt))
        {
            Drop(attempt.Members.Count);
        }
    }

    private void Run()
    {
        using var connection = Open();
        using var insert = new AttemptInsert(connection);
        using var sweep = new LogSweep(connection, _settings, _time);
        var batch = new List<SentAttempt>(BatchRows);
        while (WaitForAttempts(sweep))
        {
            if (_queue.Reader.Count < BatchRows)
            {
                _ending.Wait(Linger);
            }

            var rows = 0;
            while (rows < BatchRows && _queue.Reader.TryRead(out var attempt))
            {
                batch.Add(attempt);
                rows += attempt.Members.Count;
            }

            try
            {
                Write(connection, insert, batch);
                sweep.AfterRows(rows);
            }
            catch (SqliteException e)
            {
                Drop(rows);
                RelayLog.AttemptLogFailed(_logger, rows, e);
            }

            batch.Clear();
        }
    }

    private void End()
    {
        _queue.Writer.TryComplete();
        _ending.Set();
    }

    /// <summary>Waits until there is something to write, and keeps the log within its age meanwhile.</summary>
    /// <returns>False when the log is stopped and all is written.</returns>
    private bool WaitForAttempts(LogSweep sweep)
    {
        var arrived = _queue.Reader.WaitToReadAsync().AsTask();
        while (!arrived.Wait(SweepPeriod))
        {
            try
            {
                sweep.Sweep();
            }
            catch (SqliteException e)
            {
                RelayLog.AttemptLogFailed(_logger, 0, e);
            }
        }

        return arrived.Result;
    }

    private void Write(SqliteConnection connection, AttemptInsert insert, List<SentAttempt> batch)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var attempt in batch)
        {
            try
            {
                insert.Run(attempt);
            }
            catch (ArgumentException e)
            {
                // An answer must never be able to break the rows of the others.
                Drop(attempt.Members.Count);
                RelayLog.AttemptLogFailed(_logger, attempt.Members.Count, e);
            }
        }

        transaction.Commit();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_databases.Log);
        connection.Open();
        Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = NORMAL"); // its last rows may be lost in a power cut
        Execute(connection, "PRAGMA busy_timeout = 5000");
        Execute(connection, "PRAGMA journal_size_limit = 67108864");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Drop(int count)
    {
        Interlocked.Add(ref _dropped, count);
        RelayMeter.LogDropped(count);
    }
}

using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Commit;

/// <summary>
/// Removes journal rows by age and size, and dead letters by size, in small pieces between commits. What a stored state does not contain
/// yet is never removed, however old.
/// </summary>
internal sealed partial class JournalRetention(
    DataSettings settings,
    CoreDatabase database,
    IWriteQueue queue,
    LowWater lowWater,
    TimeProvider clock,
    ILogger<JournalRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    /// <summary>Sweeps until nothing is left to remove.</summary>
    /// <returns>Rows removed.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        // Looked up once a sweep, beside the writer: adding up the sizes reads every row.
        var (journal, letters) = OldestToKeep();
        var removed = 0;
        for (var last = 1; last > 0; removed += last)
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = new Piece(journal, letters);
            queue.Submit(piece);
            last = await piece.Removed;
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception error) when (error is SqliteException or ObjectDisposedException)
            {
                SweepFailed(logger, error);
            }
        }
    }

    /// <summary>The lowest journal position and the lowest number of a dead letter that must stay.</summary>
    private (long Journal, long Letters) OldestToKeep()
    {
        using var connection = database.OpenReader();
        var cutoffMs = clock.GetUtcNow().AddDays(-settings.JournalDays).ToUnixTimeMilliseconds();
        var byAge = Number(connection, "SELECT min(position) FROM journal WHERE committed_ms >= $value", cutoffMs) ?? long.MaxValue;
        var bySize = Number(
            connection,
            """
            SELECT max(position) FROM (
                SELECT position, sum(length(body)) OVER (ORDER BY position DESC) AS bytes FROM journal)
            WHERE bytes > $value
            """,
            settings.JournalMegabytes << 20) + 1 ?? 0;
        var letters = Number(
            connection,
            """
            SELECT max(id) FROM (
                SELECT id, sum(length(payload)) OVER (ORDER BY id DESC) AS bytes FROM dead_letter)
            WHERE bytes > $value
            """,
            settings.DeadLetterMegabytes << 20) + 1 ?? 0;
        return (Math.Min(Math.Max(byAge, bySize), lowWater.Position), letters);
    }

    private static long? Number(SqliteConnection connection, string sql, long value)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$value", value);
        return command.ExecuteScalar() as long?;
    }

    [LoggerMessage(4020, LogLevel.Warning, "Removing old journal rows failed; it is tried again in five minutes")]
    private static partial void SweepFailed(ILogger logger, Exception error);

    private sealed class Piece(long journalFrom, long lettersFrom) : IWriteWork
    {
        private const int RowsPerPiece = 50;
        private readonly TaskCompletionSource<int> _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _rows;

        public Task<int> Removed => _removed.Task;

        public void Write(IWriteSession session)
        {
            _rows = Run(
                session,
                "DELETE FROM journal WHERE position IN (SELECT position FROM journal WHERE position < $1 ORDER BY position LIMIT $2)",
                journalFrom);
            _rows += Run(
                session,
                "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE id < $1 ORDER BY id LIMIT $2)",
                lettersFrom);
        }

        public void Committed() => _removed.TrySetResult(_rows);

        public void Failed(Exception error) => _removed.TrySetException(error);

        private static int Run(IWriteSession session, string sql, long value)
        {
            using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
#pragma warning disable CA2100 // the texts above
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Parameters.AddWithValue("$1", value);
            command.Parameters.AddWithValue("$2", RowsPerPiece);
            return command.ExecuteNonQuery();
        }
    }
}

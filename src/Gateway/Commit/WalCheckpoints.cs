using EdgeRelay.Gateway.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Commit;

/// <summary>
/// Moves the write-ahead log into the database beside the writer, so that no commit pays for it. A passive checkpoint never waits for
/// anybody; when writing never pauses the log cannot start over by itself, and the committer is asked to make room between two commits.
/// </summary>
internal sealed partial class WalCheckpoints(CoreDatabase database, Committer committer, ILogger<WalCheckpoints> logger)
    : BackgroundService
{
    private const long PassiveFromBytes = 4 << 20;
    private const long RestartFromBytes = 48 << 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var bytes = WalBytes();
            if (bytes < PassiveFromBytes)
            {
                continue;
            }

            try
            {
                await Task.Run(Checkpoint, stoppingToken);
            }
            catch (SqliteException error)
            {
                CheckpointFailed(logger, error);
            }

            if (bytes >= RestartFromBytes)
            {
                committer.RestartWalWhenIdle();
            }
        }
    }

    private long WalBytes()
    {
        var file = new FileInfo(database.FilePath + "-wal");
        return file.Exists ? file.Length : 0;
    }

    private void Checkpoint()
    {
        using var connection = database.OpenMaintenance();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }

    [LoggerMessage(4010, LogLevel.Warning, "A checkpoint of the write-ahead log failed; it is tried again in a second")]
    private static partial void CheckpointFailed(ILogger logger, Exception error);
}

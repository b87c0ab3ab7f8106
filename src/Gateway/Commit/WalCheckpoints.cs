using EdgeRelay.Gateway.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Commit;

/// <summary>
/// Moves the write-ahead log into the database beside the writer, so that no commit pays for it. When writing never pauses the log cannot
/// start over by itself; the committer is then asked to do so between two commits, with little left to copy.
/// </summary>
/// <remarks>The log's file is as long as it ever got (48 MB and what came within a second): how full it is, the pages tell.</remarks>
internal sealed partial class WalCheckpoints(CoreDatabase database, Committer committer, ILogger<WalCheckpoints> logger)
    : BackgroundService
{
    /// <summary>4 MB of pages, so that a quiet gateway syncs its database rarely.</summary>
    public const int CopyFromPages = 1_000;

    /// <summary>48 MB of pages.</summary>
    public const int StartOverFromPages = 12_000;

    private long _seen;

    /// <summary>One look: copies when enough was written since the last one.</summary>
    /// <exception cref="SqliteException">The disk failed; the log still has everything.</exception>
    internal void Look()
    {
        var written = committer.PagesWritten;
        if (written - _seen < CopyFromPages)
        {
            return;
        }

        using var connection = database.OpenMaintenance();
        var pages = WalCheckpoint.Copy(connection);
        _seen = written;
        if (pages >= StartOverFromPages)
        {
            committer.StartLogOver();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Task.Run(Look, stoppingToken);
            }
            catch (SqliteException error)
            {
                CheckpointFailed(logger, error);
            }
        }
    }

    [LoggerMessage(4010, LogLevel.Warning, "A checkpoint of the write-ahead log failed; it is tried again in a second")]
    private static partial void CheckpointFailed(ILogger logger, Exception error);
}

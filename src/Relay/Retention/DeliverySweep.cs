using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeRelay.Relay.Retention;

/// <summary>
/// Removes finished deliveries by age and size, then the events that no delivery needs any more, and those that never had one. What is due is looked for on a reading
/// connection; the writer gets small pieces of known rows, one at a time, so that fresh messages never wait long behind a sweep.
/// </summary>
/// <remarks>
/// An unfinished delivery stays, however old. So do the newest delivery of each webhook, the newest delivery and the newest event: row
/// numbers and sequences go on from them after a restart (<see cref="Outbox.Outbox"/>). The file does not shrink: freed pages are
/// filled again by what comes next.
/// </remarks>
public sealed class DeliverySweep(
    DeliveryRetention retention,
    RelayDatabases databases,
    IWriteQueue queue,
    TimeProvider time,
    ILogger<DeliverySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>Most events between the two ages were sent and stay: they are looked at once a start, not once a sweep.</summary>
    private long _unsentLookedUpTo;

    /// <summary>Sweeps until nothing is left to remove.</summary>
    /// <returns>Rows removed.</returns>
    public async Task<int> Sweep(CancellationToken cancellation)
    {
        using var reader = new ExpiredRows(databases.CoreReadOnly);
        var cutoffMs = Math.Max(
            (time.GetUtcNow() - retention.KeepFinished).ToUnixTimeMilliseconds(), reader.CutoffBySize(retention.MostBytes));
        var (deliveries, _) = await Remove(reader.Deliveries, SweptTable.Delivery, 0, cutoffMs, cancellation);
        var (events, _) = await Remove(reader.Events, SweptTable.Event, 0, cutoffMs, cancellation);
        var unsentCutoffMs = Math.Max(cutoffMs, (time.GetUtcNow() - retention.KeepUnsent).ToUnixTimeMilliseconds());
        (var unsent, _unsentLookedUpTo) = await Remove(reader.Events, SweptTable.Event, _unsentLookedUpTo, unsentCutoffMs, cancellation);
        return deliveries + events + unsent;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception error) when (error is SqliteException or ObjectDisposedException)
            {
                RelayLog.SweepFailed(logger, error);
            }
        }
    }

    private async Task<(int Rows, long LookedUpTo)> Remove(
        Func<long, long, ExpiredPage> next, SweptTable table, long after, long cutoffMs, CancellationToken cancellation)
    {
        var removed = 0;
        var page = next(after, cutoffMs);
        for (; page.Ids.Count > 0; page = next(page.ReadUpTo, cutoffMs))
        {
            cancellation.ThrowIfCancellationRequested();
            var piece = new SweepPiece(table, page.Ids, cutoffMs);
            queue.Submit(piece);
            removed += await piece.Removed;
        }

        return (removed, page.ReadUpTo);
    }
}

using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Operations;
using EdgeRelay.Gateway.Explain;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Relay.Recovery;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Rules;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary>
/// Events that a webhook asks for by its present triggers and filters and never got: because it was made, switched on or changed since. Cool-downs
/// do not count here. Oldest first, page by page.
/// </summary>
internal sealed class MissingEvents(
    CoreDatabase database, AccountBooks books, VehicleDirectory vehicles, DeliveryRecovery recovery, OperationRegistry operations)
{
    public async Task<long> Count(Subscription webhook, long fromMs, long untilMs, CancellationToken cancellation)
    {
        var count = 0L;
        await foreach (var page in Pages(webhook, fromMs, untilMs, cancellation))
        {
            count += page.Count;
        }

        return count;
    }

    public async Task<Parsed<Operation>> Replay(Caller caller, Subscription webhook, long fromMs, long untilMs, CancellationToken cancellation) =>
        operations.Start(
            caller,
            "replay_missing",
            await Count(webhook, fromMs, untilMs, cancellation),
            async operation =>
            {
                await foreach (var page in Pages(webhook, fromMs, untilMs, operation.Cancellation))
                {
                    operation.Cancellation.ThrowIfCancellationRequested();
                    var done = await recovery.Backfill(page, webhook.Id);
                    operation.Progress(done, page.Count - done);
                }
            });

    private async IAsyncEnumerable<List<long>> Pages(
        Subscription webhook,
        long fromMs,
        long untilMs,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var selection = WebhookSelection.Parse(webhook.Selection);
        var topics = selection.Wanted.Select(t => t.Detection.Canonical).Distinct().ToList();
        var after = await RowBefore(fromMs, cancellation);
        while (true)
        {
            List<EventRow> rows;
            await using (var core = database.Read())
            {
                var from = after;
                rows = await core.Set<EventRow>()
                    .Where(e => e.Id > from && e.AccountId == webhook.AccountId && e.StoredMs >= fromMs && e.StoredMs < untilMs
                        && e.Topic != null && topics.Contains(e.Topic) && e.SupersededMs == null
                        && !core.Set<DeliveryRow>().Any(d => d.EventRow == e.Id && d.WebhookId == webhook.Id)
                        && !core.Set<SpilledRow>().Any(s => s.EventRow == e.Id && s.WebhookId == webhook.Id))
                    .OrderBy(e => e.Id).Take(DeliveryRecovery.MostAtOnce).ToListAsync(cancellation);
            }

            if (rows.Count == 0)
            {
                yield break;
            }

            after = rows[^1].Id;
            var wanted = rows.Where(row => Wants(selection, row)).Select(row => row.Id).ToList();
            if (wanted.Count > 0)
            {
                yield return wanted;
            }
        }
    }

    private bool Wants(WebhookSelection selection, EventRow row)
    {
        var found = StoredEvent.Read(row);
        var groups = vehicles.Find(new VehicleKey(row.AccountId, row.OrderingKey))?.Groups ?? [];
        var landmarks = books.Cell(row.AccountId).Book.Configuration.Landmarks;
        return selection.Triggers.Any(t =>
            t.Detection.Canonical == row.Topic
            && t.Filter.Matches(found.As(t.Detection), null, landmarks, groups) == FilterVerdict.Matches);
    }

    /// <summary>Rows are numbered in the order in which they were stored: the first one of a time is found by halving.</summary>
    private async Task<long> RowBefore(long fromMs, CancellationToken cancellation)
    {
        await using var core = database.Read();
        var events = core.Set<EventRow>();
        var (low, high) = (0L, await events.MaxAsync(e => (long?)e.Id, cancellation) ?? 0);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = await events.Where(e => e.Id > middle).OrderBy(e => e.Id).Select(e => (long?)e.StoredMs).FirstOrDefaultAsync(cancellation);
            (low, high) = next < fromMs ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

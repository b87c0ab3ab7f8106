using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Operations;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Recovery;
using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>
/// What is done to many deliveries: page by page, oldest first, each page committed before the next is read. Run again after a break, it goes
/// on where it stopped.
/// </summary>
internal sealed class BulkWork(CoreDatabase database, DeliveryRecovery recovery, OperationRegistry operations)
{
    /// <summary>Of those chosen, what a resend would send: the latest delivery of its event, if it is finished.</summary>
    public static IQueryable<DeliveryRow> Repeatable(CoreContext core, IQueryable<DeliveryRow> chosen) => chosen.Where(d =>
        d.State >= DeliveryState.Delivered
        && core.Set<Relay.Subscriptions.Subscription>().Any(w => w.Id == d.WebhookId)
        && !core.Set<DeliveryRow>().Any(n =>
            n.EventRow == d.EventRow && n.WebhookId == d.WebhookId && n.Id > d.Id && n.State != DeliveryState.Cancelled));

    /// <summary>Of those chosen, what waits.</summary>
    public static IQueryable<DeliveryRow> Waiting(CoreContext core, IQueryable<DeliveryRow> chosen) =>
        chosen.Where(d => d.State < DeliveryState.Delivered);

    public async Task<long> Count(Func<CoreContext, IQueryable<DeliveryRow>> choose, CancellationToken cancellation)
    {
        await using var core = database.Read();
        return await choose(core).LongCountAsync(cancellation);
    }

    public Task<Parsed<Operation>> Resend(
        Caller caller, string kind, Func<CoreContext, IQueryable<DeliveryRow>> choose, CancellationToken cancellation) =>
        Start(caller, kind, choose, async page => (await recovery.Replay([.. page.Select(d => d.Id)])).Count, cancellation);

    public Task<Parsed<Operation>> Cancel(
        Caller caller, string kind, Func<CoreContext, IQueryable<DeliveryRow>> choose, CancellationToken cancellation) =>
        Start(caller, kind, choose, CancelPage, cancellation);

    /// <summary>What waits for a webhook, with what is spilled.</summary>
    public async Task<long> CountQueue(long webhookId, CancellationToken cancellation)
    {
        await using var core = database.Read();
        return await QueueOf(core, webhookId).LongCountAsync(cancellation)
            + await core.Set<SpilledRow>().LongCountAsync(s => s.WebhookId == webhookId, cancellation);
    }

    /// <summary>Cancels what waits for a webhook, with what is spilled.</summary>
    public async Task<Parsed<Operation>> CancelQueue(Caller caller, long webhookId, CancellationToken cancellation)
    {
        long last;
        await using (var core = database.Read())
        {
            last = await core.Set<EventRow>().MaxAsync(e => (long?)e.Id, cancellation) ?? 0;
        }

        return operations.Start(caller, "cancel", await CountQueue(webhookId, cancellation), async operation =>
        {
            // First what is spilled: else it takes the place of what is cancelled. What did so nevertheless has a delivery by then.
            await CancelSpilled(operation, webhookId, last);
            await Run(operation, core => QueueOf(core, webhookId).Where(d => d.EventRow <= last), long.MaxValue, CancelPage);
        });
    }

    private static IQueryable<DeliveryRow> QueueOf(CoreContext core, long webhookId) =>
        Waiting(core, core.Set<DeliveryRow>().Where(d => d.WebhookId == webhookId));

    private async Task CancelSpilled(Operation operation, long webhookId, long last)
    {
        for (var after = 0L; ;)
        {
            operation.Cancellation.ThrowIfCancellationRequested();
            List<long> page;
            await using (var core = database.Read())
            {
                page = await core.Set<SpilledRow>().Where(s => s.WebhookId == webhookId && s.EventRow > after && s.EventRow <= last)
                    .OrderBy(s => s.EventRow).Take(DeliveryRecovery.MostAtOnce).Select(s => s.EventRow).ToListAsync(operation.Cancellation);
            }

            if (page.Count == 0)
            {
                return;
            }

            operation.Progress(await recovery.CancelSpilled(page, webhookId), leftOut: 0);
            after = page[^1];
        }
    }

    private async Task<int> CancelPage(IReadOnlyList<(long Id, long WebhookId)> page)
    {
        var cancelled = 0;
        foreach (var ofWebhook in page.GroupBy(d => d.WebhookId))
        {
            cancelled += await recovery.Cancel([.. ofWebhook.Select(d => d.Id)], ofWebhook.Key);
        }

        return cancelled;
    }

    private async Task<Parsed<Operation>> Start(
        Caller caller,
        string kind,
        Func<CoreContext, IQueryable<DeliveryRow>> choose,
        Func<IReadOnlyList<(long Id, long WebhookId)>, Task<int>> work,
        CancellationToken cancellation)
    {
        long last;
        await using (var core = database.Read())
        {
            // What is made meanwhile, by this work too, is not its business.
            last = await core.Set<DeliveryRow>().MaxAsync(d => (long?)d.Id, cancellation) ?? 0;
        }

        var total = await Count(core => choose(core).Where(d => d.Id <= last), cancellation);
        return operations.Start(caller, kind, total, operation => Run(operation, choose, last, work));
    }

    private async Task Run(
        Operation operation,
        Func<CoreContext, IQueryable<DeliveryRow>> choose,
        long last,
        Func<IReadOnlyList<(long Id, long WebhookId)>, Task<int>> work)
    {
        for (var after = 0L; ;)
        {
            operation.Cancellation.ThrowIfCancellationRequested();
            List<(long Id, long WebhookId)> page;
            await using (var core = database.Read())
            {
                var rows = await choose(core).Where(d => d.Id > after && d.Id <= last).OrderBy(d => d.Id)
                    .Take(DeliveryRecovery.MostAtOnce).Select(d => new { d.Id, d.WebhookId }).ToListAsync(operation.Cancellation);
                page = rows.ConvertAll(d => (d.Id, d.WebhookId));
            }

            if (page.Count == 0)
            {
                return;
            }

            var done = await work(page);
            operation.Progress(done, page.Count - done);
            after = page[^1].Id;
        }
    }
}

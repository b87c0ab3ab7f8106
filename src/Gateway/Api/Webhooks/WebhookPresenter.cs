using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Shows webhooks with what is known of them only at this moment: their queues, and what the sender has just found out.</summary>
internal sealed class WebhookPresenter(CoreDatabase database, DeliveryDispatcher dispatcher, SubscriptionBook sender, TimeProvider clock)
{
    public async Task<WebhookResponse> Show(Subscription webhook, CancellationToken cancellation)
    {
        await using var core = database.Read();
        return await Show(core, webhook, cancellation);
    }

    public async Task<WebhookResponse> Show(CoreContext core, Subscription webhook, CancellationToken cancellation)
    {
        // Messages are numbered without gaps: the newest one's number is the total, but for those that have none yet.
        var total = await core.Set<DeliveryRow>().Where(d => d.WebhookId == webhook.Id)
            .OrderByDescending(d => d.Id).Select(d => d.Sequence).FirstOrDefaultAsync(cancellation);
        var inForce = await core.Set<NoticeRow>().Where(n => n.WebhookId == webhook.Id && n.EndedMs == null).ToListAsync(cancellation);
        var latest = sender.Find(webhook.Id) is { } known && known.Version == webhook.Version ? known : webhook;
        var depth = dispatcher.Depth(webhook.Id);
        return WebhookResponse.Of(latest, depth, total + depth.Spilled, WebhookNotice.Of(inForce), clock.GetUtcNow());
    }
}

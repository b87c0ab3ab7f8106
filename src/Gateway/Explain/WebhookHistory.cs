using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Explain;

/// <summary>
/// Keeps what each webhook asked for at any time, a row a change, so that an old event is explained by what counted then. Rows go when no
/// event is kept any more that they could explain.
/// </summary>
/// <remarks>Writes within the change that it records.</remarks>
internal sealed class WebhookHistory(DataSettings settings, TimeProvider clock)
{
    /// <summary>Changes of one webhook that are kept; the oldest go first.</summary>
    private const int MostPerWebhook = 200;

    public void Record(CoreContext core, Subscription webhook, bool removed = false)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        core.WebhookHistory.Add(new WebhookHistoryRow
        {
            WebhookId = webhook.Id,
            AccountId = webhook.AccountId,
            SinceMs = nowMs,
            Name = webhook.Name,
            Enabled = webhook.Enabled && !removed,
            Removed = removed,
            Selection = webhook.Selection,
        });
        Forget(core, webhook, clock.GetUtcNow().AddDays(-settings.DeliveryDays).ToUnixTimeMilliseconds());
    }

    /// <summary>The row that counted at a time, for each webhook of the account that existed then.</summary>
    public static IQueryable<WebhookHistoryRow> At(CoreContext core, long accountId, long atMs) =>
        core.WebhookHistory.Where(h =>
            h.AccountId == accountId && h.SinceMs <= atMs && !h.Removed
            && !core.WebhookHistory.Any(n =>
                n.AccountId == accountId && n.WebhookId == h.WebhookId && n.SinceMs <= atMs
                && (n.SinceMs > h.SinceMs || (n.SinceMs == h.SinceMs && n.Id > h.Id))));

    /// <summary>Of the account's webhooks: rows that a later one replaced before the oldest event that is kept.</summary>
    private static void Forget(CoreContext core, Subscription webhook, long cutoffMs)
    {
        var old = core.WebhookHistory.Where(h =>
            h.AccountId == webhook.AccountId && h.SinceMs < cutoffMs
            && (h.Removed || core.WebhookHistory.Any(n =>
                n.AccountId == webhook.AccountId && n.WebhookId == h.WebhookId && n.SinceMs > h.SinceMs && n.SinceMs <= cutoffMs)));
        var many = core.WebhookHistory.Where(h => h.AccountId == webhook.AccountId && h.WebhookId == webhook.Id)
            .OrderByDescending(h => h.SinceMs).ThenByDescending(h => h.Id).Skip(MostPerWebhook);
        core.RemoveRange(old.Take(MostPerWebhook).ToList().Union(many.ToList()));
    }
}

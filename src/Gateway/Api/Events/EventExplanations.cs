using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Deliveries;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Explain;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Rules;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary>Explains an event at every webhook: from its deliveries where there are some, else from what the webhook asked for then.</summary>
internal sealed class EventExplanations(AccountBooks books, VehicleDirectory vehicles)
{
    public async Task<EventExplanationResponse> Explain(CoreContext core, Caller caller, EventRow row, CancellationToken cancellation)
    {
        var deliveries = (await core.Set<DeliveryRow>().Where(d => d.EventRow == row.Id).OrderBy(d => d.Id).ToListAsync(cancellation))
            .GroupBy(d => d.WebhookId).ToDictionary(g => g.Key, g => g.Last());
        var spilled = await core.Set<SpilledRow>().Where(s => s.EventRow == row.Id).Select(s => s.WebhookId).ToHashSetAsync(cancellation);
        var then = await WebhookHistory.At(core, caller.AccountId, row.StoredMs).ToDictionaryAsync(h => h.WebhookId, cancellation);
        var names = await core.WebhooksOf(caller).Select(w => new { w.Id, w.Name }).ToDictionaryAsync(w => w.Id, w => w.Name, cancellation);
        var found = StoredEvent.Read(row);
        var verdicts = then.Keys.Union(names.Keys).Union(deliveries.Keys).Order()
            .Select(id => (Id: id, Name: names.GetValueOrDefault(id) ?? then.GetValueOrDefault(id)?.Name ?? ""))
            .Select(w => spilled.Contains(w.Id)
                ? new EventVerdictResponse(w.Id, w.Name, Words.Of(Reason.Spilled), "waits on disk until the webhook's queue is shorter", null, null)
                : Judge(found, w.Id, w.Name, then.GetValueOrDefault(w.Id), deliveries.GetValueOrDefault(w.Id), caller))
            .ToList();
        var shown = EventResponse.Of(row);
        return new EventExplanationResponse(shown, shown.Data.TryGetProperty("because", out var because) ? because.GetString() : null, verdicts);
    }

    private EventVerdictResponse Judge(
        StoredEvent found, long webhookId, string name, WebhookHistoryRow? then, DeliveryRow? delivery, Caller caller)
    {
        if (delivery is not null)
        {
            var reason = delivery.State == DeliveryState.Superseded ? Reason.Coalesced : Reason.Sent;
            return new EventVerdictResponse(
                webhookId, name, Words.Of(reason), WordsAbout(delivery), DeliveryResponse.IdOf(delivery.Id), Words.Of(delivery.State));
        }

        if (then is null)
        {
            return new EventVerdictResponse(webhookId, name, Words.Of(Reason.CreatedLater), "the webhook was made later", null, null);
        }

        var groups = vehicles.Find(new VehicleKey(caller.AccountId, found.VehicleId))?.Groups ?? [];
        var (why, detail) = EventExplainer.Explain(
            found, then.Enabled, WebhookSelection.Parse(then.Selection), books.Cell(caller.AccountId).Book.Configuration.Landmarks, groups);
        return new EventVerdictResponse(webhookId, name, Words.Of(why), detail, null, null);
    }

    private static string WordsAbout(DeliveryRow delivery) => delivery.State switch
    {
        DeliveryState.Delivered => "delivered",
        DeliveryState.Pending => "waits to be sent",
        DeliveryState.Retrying => "is tried again; the latest: " + delivery.LastReason,
        DeliveryState.Failed => "was given up: " + delivery.LastReason,
        DeliveryState.Superseded => "a newer one took its place",
        DeliveryState.Expired => "became too old while it waited",
        _ => "was cancelled",
    };
}

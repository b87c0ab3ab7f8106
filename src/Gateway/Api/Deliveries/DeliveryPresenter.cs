using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>Shows deliveries with what the sender alone knows: what is open or held, and whose turn it is.</summary>
internal sealed class DeliveryPresenter(DeliveryDispatcher dispatcher)
{
    public DeliveryResponse Show(DeliveryRow row, EventRow told) => DeliveryResponse.Of(row, told) with
    {
        Status = Words.Of(dispatcher.PhaseOf(row)),
        WaitsFor = EarlierThan(row) is { } earlier ? DeliveryResponse.IdOf(earlier) : null,
    };

    /// <summary>The delivery that goes before this one, or null when it waits for none.</summary>
    public long? EarlierThan(DeliveryRow row) =>
        row.State < DeliveryState.Delivered && !row.OutOfOrder && row.BatchId is null // a batch was made of what nothing goes before
        && row.Origin is not (DeliveryOrigin.Test or DeliveryOrigin.Activation or DeliveryOrigin.Resend) // these go by themselves
        && dispatcher.HeadOf(row.WebhookId, row.OrderingKey) is { } head && head < row.Id
            ? head
            : null;
}

using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Delivery;

// What is asked of the queues by hand.
public sealed partial class DeliveryDispatcher
{
    private static readonly HashSet<long> None = [];

    /// <summary>
    /// The delivery that others of the same webhook and ordering key wait for, or that goes next; null when none is in memory. Costs a lock.
    /// </summary>
    public long? HeadOf(long webhookId, string orderingKey) =>
        _queues.TryGetValue(webhookId, out var queue) ? queue.HeadOf(orderingKey) : null;

    /// <summary>Where a delivery stands now. Costs a lock while it is unfinished.</summary>
    public DeliveryPhase PhaseOf(DeliveryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.State >= DeliveryState.Delivered
            ? DeliveryMachine.PhaseOf(row.State, isOpen: false, maySend: true)
            : DeliveryMachine.PhaseOf(
                row.State,
                _queues.TryGetValue(row.WebhookId, out var queue) && queue.IsOpen(row.Id),
                _book.Find(row.WebhookId) is { MaySend: true });
    }

    /// <summary>Deliveries whose request is open now.</summary>
    internal IReadOnlySet<long> InFlight(long webhookId) =>
        _queues.TryGetValue(webhookId, out var queue) ? queue.InFlight() : None;

    /// <summary>Forgets deliveries that were cancelled, which is committed.</summary>
    internal void Drop(long webhookId, IReadOnlySet<long> ids)
    {
        if (_queues.TryGetValue(webhookId, out var queue))
        {
            queue.Drop(ids);
            Wake(queue);
        }
    }

    /// <summary>Sends a delivery that waits for its next attempt at once. One that is on disk only is found due when it is read.</summary>
    internal void SendNow(long webhookId, long id)
    {
        if (_queues.TryGetValue(webhookId, out var queue) && queue.SendNow(id))
        {
            Wake(queue);
        }
    }
}

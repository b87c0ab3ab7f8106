using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Recovery;

/// <summary>
/// What is done to deliveries by hand: sent again, sent now, cancelled. The host decides which; everything here is committed when its task
/// completes, and takes at most <see cref="MostAtOnce"/> rows, so that fresh messages never wait long behind it. Thread-safe.
/// </summary>
/// <remarks>A delivery that is finished stays as it is: sending again makes a new one, so that the log shows both.</remarks>
public sealed class DeliveryRecovery(IWriteQueue queue, Outbox.Outbox outbox, DeliveryDispatcher dispatcher, TimeProvider time)
{
    /// <summary>Rows of one call: some milliseconds of the writer's time.</summary>
    public const int MostAtOnce = 500;

    /// <summary>
    /// Sends finished deliveries again, each at once and with one attempt: not held by its lane, its webhook's breaker or its schedule. What is
    /// unfinished, is being sent again already, or belongs to a deleted webhook is left out.
    /// </summary>
    public Task<IReadOnlyList<SentAgain>> Resend(IReadOnlyList<long> deliveryIds) => SendAgain(deliveryIds, DeliveryOrigin.Resend);

    /// <summary>The same as ordinary messages: behind what waits for the webhook, and by its retry schedule. For many at once.</summary>
    public Task<IReadOnlyList<SentAgain>> Replay(IReadOnlyList<long> deliveryIds) => SendAgain(deliveryIds, DeliveryOrigin.Replay);

    /// <summary>Makes deliveries of stored events for a webhook that has none of them. They pass what is spilled for it.</summary>
    /// <param name="eventRows">In the order in which they are to arrive.</param>
    /// <returns>Deliveries made.</returns>
    public Task<int> Backfill(IReadOnlyList<long> eventRows, long webhookId)
    {
        ArgumentNullException.ThrowIfNull(eventRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(eventRows.Count, MostAtOnce);
        return Submit(new RecoveryWork<int>((session, statements) =>
        {
            var made = 0;
            foreach (var row in eventRows)
            {
                if (statements.Missing(row, webhookId, DeliveryOrigin.Backfill) is { } found)
                {
                    outbox.AddAgain(session, found.Message, webhookId);
                    made++;
                }
            }

            return made;
        }));
    }

    /// <summary>Cancels what waits for a webhook. A request that is under way is not called back: its delivery is left out.</summary>
    /// <returns>Deliveries cancelled.</returns>
    public async Task<int> Cancel(IReadOnlyList<long> deliveryIds, long webhookId)
    {
        ArgumentNullException.ThrowIfNull(deliveryIds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deliveryIds.Count, MostAtOnce);
        var underWay = dispatcher.InFlight(webhookId);
        var waiting = deliveryIds.Where(id => !underWay.Contains(id)).ToList();
        var cancelled = await Submit(new RecoveryWork<HashSet<long>>(
            (_, statements) =>
            {
                var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
                return [.. waiting.Where(id => statements.Cancel(id, webhookId, nowMs))];
            },
            done => dispatcher.Drop(webhookId, done))).ConfigureAwait(false);
        return cancelled.Count;
    }

    /// <summary>Gives up events that are spilled for a webhook: each becomes a delivery that is cancelled.</summary>
    /// <returns>How many of them were spilled still.</returns>
    public Task<int> CancelSpilled(IReadOnlyList<long> eventRows, long webhookId)
    {
        ArgumentNullException.ThrowIfNull(eventRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(eventRows.Count, MostAtOnce);
        return Submit(new RecoveryWork<int>((session, _) => outbox.CancelSpilled(session, webhookId, eventRows)));
    }

    /// <summary>Makes a waiting delivery due: its next attempt does not wait for its time, nor for the breaker.</summary>
    /// <returns>False when it is finished.</returns>
    public Task<bool> SendNow(long deliveryId, long webhookId) => Submit(new RecoveryWork<bool>(
        (_, statements) => statements.MakeDue(deliveryId),
        waits =>
        {
            if (waits)
            {
                dispatcher.SendNow(webhookId, deliveryId);
            }
        }));

    private Task<IReadOnlyList<SentAgain>> SendAgain(IReadOnlyList<long> deliveryIds, DeliveryOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(deliveryIds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deliveryIds.Count, MostAtOnce);
        return Submit(new RecoveryWork<IReadOnlyList<SentAgain>>((session, statements) =>
        {
            var made = new List<SentAgain>(deliveryIds.Count);
            foreach (var id in deliveryIds)
            {
                if (statements.Finished(id, origin) is { } found)
                {
                    made.Add(new SentAgain(outbox.AddAgain(session, found.Message, found.WebhookId), id));
                }
            }

            return made;
        }));
    }

    private Task<T> Submit<T>(RecoveryWork<T> work)
    {
        queue.Submit(work);
        return work.Task;
    }
}

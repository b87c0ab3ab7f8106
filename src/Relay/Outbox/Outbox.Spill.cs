using EdgeRelay.Relay.Spilling;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Outbox;

// What waits as an event only, since its webhook's line is as long as it may be.
public sealed partial class Outbox
{
    /// <summary>
    /// Makes deliveries of the oldest spilled events of a webhook, in the order in which they were committed; cancelled ones when the webhook is gone.
    /// On the writer's thread, inside its transaction.
    /// </summary>
    /// <returns>Events that are still spilled for it.</returns>
    internal long Drain(IWriteSession session, long webhookId, int most)
    {
        var spill = SpillOf(session);
        var tail = Change(session, webhookId);
        var oldest = spill.Oldest(webhookId, most);
        var isGone = !spill.HasWebhook(webhookId);
        foreach (var spilled in oldest)
        {
            if (isGone)
            {
                AddCancelled(session, spilled, tail);
            }
            else
            {
                // It has waited since its commit, so that is its age; what is read anew need not be in memory before its turn.
                AddDelivery(Begin(session), spilled.Message, data: null, tail, spilled.StoredMs);
            }
        }

        tail.Spilled -= spill.RemoveUpTo(webhookId, oldest.Count < most ? long.MaxValue : oldest[^1].Message.EventRow);
        return tail.Spilled;
    }

    /// <summary>Gives spilled events up: each becomes a delivery that is cancelled, so that none vanishes. On the writer's thread, inside its transaction.</summary>
    /// <returns>How many of them were spilled still.</returns>
    internal int CancelSpilled(IWriteSession session, long webhookId, IReadOnlyList<long> eventRows)
    {
        var spill = SpillOf(session);
        var tail = Change(session, webhookId);
        var cancelled = 0;
        foreach (var row in eventRows)
        {
            if (spill.Find(webhookId, row) is { } spilled)
            {
                AddCancelled(session, spilled, tail);
                spill.Remove(webhookId, row);
                tail.Spilled--;
                cancelled++;
            }
        }

        return cancelled;
    }

    private static SpillStatements SpillOf(IWriteSession session) => session.Prepared(static connection => new SpillStatements(connection));

    /// <summary>While anything is spilled all that follows is too: it must not pass.</summary>
    private bool MustSpill(WebhookTail tail) => tail.Spilled > 0 || _dispatcher.IsAtDepth(tail.WebhookId, tail.Fresh);

    private static void Spill(IWriteSession session, WebhookTail tail, long eventRow)
    {
        SpillOf(session).Add(tail.WebhookId, eventRow);
        tail.Spilled++;
    }

    private void AddCancelled(IWriteSession session, in SpilledMessage spilled, WebhookTail tail) =>
        InsertDelivery(
            Begin(session), spilled.Message, tail, spilled.StoredMs, DeliveryState.Cancelled, _time.GetUtcNow().ToUnixTimeMilliseconds());
}

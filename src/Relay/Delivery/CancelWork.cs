using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Delivery;

/// <summary>Cancels what waits for a webhook that was deleted, in batches that keep the writer free for others.</summary>
internal sealed class CancelWork(IWriteQueue queue, long webhookId, TimeProvider time) : IWriteWork
{
    private const int Rows = 500;

    private int _cancelled;

    public void Write(IWriteSession session) =>
        _cancelled = session.Prepared(static connection => new OutcomeStatements(connection))
            .Cancel(webhookId, time.GetUtcNow().ToUnixTimeMilliseconds(), Rows);

    public void Committed()
    {
        if (_cancelled == Rows)
        {
            queue.Submit(new CancelWork(queue, webhookId, time));
        }
    }

    public void Failed(Exception error)
    {
        // The next start finds the deliveries without their webhook and cancels them.
    }
}

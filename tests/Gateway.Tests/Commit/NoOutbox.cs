using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Tests.Commit;

/// <summary>For batches without events.</summary>
internal sealed class NoOutbox : IOutbox
{
    public bool Add(IWriteSession session, OutboxMessage message) => throw new InvalidOperationException("No event was expected.");

    public long AddAgain(IWriteSession session, in StoredMessage message, long webhookId) =>
        throw new InvalidOperationException("Nothing is sent again here.");

    public void Supersede(IWriteSession session, EventKey superseded) => throw new InvalidOperationException("No event was expected.");

    public void Committed()
    {
    }

    public void RolledBack()
    {
    }
}

using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Outbox;

/// <summary>Where the host puts decided messages: inside its own transaction, then told of the commit.</summary>
public interface IOutbox
{
    /// <summary>
    /// Writes the event and one pending delivery per webhook, on the writer's thread, inside the host's transaction; for a webhook whose line is as
    /// long as it may be, only that the event waits. An event that the database already holds is left alone and makes no delivery.
    /// </summary>
    /// <returns>True when the event was new. One that was superseded counts again.</returns>
    bool Add(IWriteSession session, OutboxMessage message);

    /// <summary>
    /// Writes one more pending delivery of a stored event, on the writer's thread, inside the host's transaction. It gets a number and a
    /// sequence of its own; the deliveries that were before stay as they are.
    /// </summary>
    /// <returns>The delivery's number.</returns>
    long AddAgain(IWriteSession session, in StoredMessage message, long webhookId);

    /// <summary>Marks an event as one that did not happen. What was sent of it is not unsent, and what waits is still sent.</summary>
    void Supersede(IWriteSession session, EventKey superseded);

    /// <summary>What was added since the last call is committed: hand the fresh deliveries to the sender. Writer's thread; must not block.</summary>
    void Committed();

    /// <summary>What was added since the last call was rolled back: forget it.</summary>
    void RolledBack();
}

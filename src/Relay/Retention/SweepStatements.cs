using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Retention;

/// <summary>
/// The sweep's statements on the writer's connection. They ask again what the reader saw, because a row may have changed since then,
/// and they keep the rows from which numbers go on.
/// </summary>
internal sealed class SweepStatements(SqliteConnection connection) : IPreparedStatements
{
    // A deleted webhook's number is never given out again, so nothing goes on from its deliveries.
    private readonly RawStatement _delivery = new(
        connection,
        """
        DELETE FROM delivery
        WHERE id = ?1 AND state >= 2 AND finished_ms < ?2
            AND id < (SELECT MAX(id) FROM delivery)
            AND (id < (SELECT MAX(newer.id) FROM delivery newer WHERE newer.webhook_id = delivery.webhook_id)
                OR NOT EXISTS (SELECT 1 FROM webhook WHERE webhook.id = delivery.webhook_id))
        """);

    private readonly RawStatement _event = new(
        connection,
        """
        DELETE FROM event
        WHERE id = ?1 AND id < (SELECT MAX(id) FROM event) AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_row = ?1)
            AND NOT EXISTS (SELECT 1 FROM spilled WHERE event_row = ?1)
        """);

    /// <returns>1, or 0 when it must stay.</returns>
    public int DeleteDelivery(long id, long cutoffMs) => _delivery.Bind(1, id).Bind(2, cutoffMs).Run();

    /// <returns>1, or 0 when it must stay.</returns>
    public int DeleteEvent(long id) => _event.Bind(1, id).Run();

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _delivery.Dispose();
        _event.Dispose();
    }
}

using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Recovery;

/// <summary>Recovery's statements on the writer's connection. They ask again what a reader saw: a row may have changed since then.</summary>
internal sealed class RecoveryStatements(SqliteConnection connection) : IPreparedStatements
{
    // What is under way already is not made twice: two clicks, or the same recovery run again, send one message.
    private readonly RawStatement _finished = new(
        connection,
        """
        SELECT d.webhook_id, d.event_row, e.event_id, e.occurred_ms, d.ordering_key, d.type, LENGTH(e.data)
        FROM delivery d JOIN event e ON e.id = d.event_row
        WHERE d.id = ?1 AND d.state >= 2
            AND EXISTS (SELECT 1 FROM webhook w WHERE w.id = d.webhook_id)
            AND NOT EXISTS (
                SELECT 1 FROM delivery o INDEXED BY delivery_by_event
                WHERE o.event_row = d.event_row AND o.webhook_id = d.webhook_id AND o.state < 2)
        """);

    private readonly RawStatement _missing = new(
        connection,
        """
        SELECT ?2, e.id, e.event_id, e.occurred_ms, e.ordering_key, e.type, LENGTH(e.data)
        FROM event e
        WHERE e.id = ?1
            AND EXISTS (SELECT 1 FROM webhook w WHERE w.id = ?2 AND w.account_id = e.account_id)
            AND NOT EXISTS (
                SELECT 1 FROM delivery o INDEXED BY delivery_by_event WHERE o.event_row = e.id AND o.webhook_id = ?2)
            AND NOT EXISTS (SELECT 1 FROM spilled s WHERE s.event_row = e.id AND s.webhook_id = ?2)
        """);

    private readonly RawStatement _cancel = new(
        connection, "UPDATE delivery SET state = 4, finished_ms = ?2, due_ms = 0 WHERE id = ?1 AND state < 2 AND webhook_id = ?3");

    private readonly RawStatement _due = new(
        connection, "UPDATE delivery SET due_ms = 0 WHERE id = ?1 AND state < 2");

    /// <summary>What a finished delivery told; null when it is not finished, or is being sent again already.</summary>
    public (StoredMessage Message, long WebhookId)? Finished(long deliveryId, DeliveryOrigin origin) =>
        Read(_finished.Bind(1, deliveryId), origin);

    /// <summary>An event that a webhook has no delivery of; null when it has one, or waits for it.</summary>
    public (StoredMessage Message, long WebhookId)? Missing(long eventRow, long webhookId, DeliveryOrigin origin) =>
        Read(_missing.Bind(1, eventRow).Bind(2, webhookId), origin);

    /// <returns>True when it was waiting.</returns>
    public bool Cancel(long deliveryId, long webhookId, long nowMs) =>
        _cancel.Bind(1, deliveryId).Bind(2, nowMs).Bind(3, webhookId).Run() == 1;

    /// <returns>True when it was waiting.</returns>
    public bool MakeDue(long deliveryId) => _due.Bind(1, deliveryId).Run() == 1;

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _finished.Dispose();
        _missing.Dispose();
        _cancel.Dispose();
        _due.Dispose();
    }

    private static (StoredMessage Message, long WebhookId)? Read(RawStatement row, DeliveryOrigin origin)
    {
        try
        {
            return row.Read()
                ? (new StoredMessage(row.Number(1), new Guid(row.Blob(2), bigEndian: true), row.Number(3), row.Text(4), row.Text(5), origin, (int)row.Number(6)),
                    row.Number(0))
                : null;
        }
        finally
        {
            row.Reset();
        }
    }
}

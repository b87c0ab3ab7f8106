using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Outbox;

/// <summary>The outbox's statements on the writer's connection.</summary>
internal sealed class OutboxStatements(SqliteConnection connection) : IPreparedStatements
{
    private readonly RawStatement _event = new(
        connection,
        """
        INSERT OR IGNORE INTO event (id, occurred_ms, event_id, account_id, type, ordering_key, stored_ms, data, topic, replace_key)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private readonly RawStatement _delivery = new(
        connection,
        """
        INSERT INTO delivery (id, webhook_id, event_row, ordering_key, type, origin, state, attempts, due_ms, sequence, enqueued_ms, finished_ms, out_of_order)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?9, 0, 0, ?7, ?8, ?10, 0)
        """);

    private readonly RawStatement _supersede = new(
        connection, "UPDATE event SET superseded_ms = ?3 WHERE occurred_ms = ?1 AND event_id = ?2");

    private readonly RawStatement _reinstate = new(
        connection,
        "UPDATE event SET superseded_ms = NULL WHERE occurred_ms = ?1 AND event_id = ?2 AND superseded_ms IS NOT NULL");

    private readonly RawStatement _lastEvent = new(connection, "SELECT MAX(id) FROM event");
    private readonly RawStatement _lastDelivery = new(connection, "SELECT MAX(id) FROM delivery");

    private readonly RawStatement _lastSequence = new(
        connection,
        "SELECT sequence FROM delivery WHERE webhook_id = ?1 ORDER BY id DESC LIMIT 1");

    public bool InsertEvent(long row, OutboxMessage message, long storedMs)
    {
        Span<byte> key = stackalloc byte[16];
        message.Id.TryWriteBytes(key, bigEndian: true, out _);
        return _event
            .Bind(1, row)
            .Bind(2, message.OccurredMs)
            .Bind(3, key)
            .Bind(4, message.AccountId)
            .Bind(5, message.Type)
            .Bind(6, message.OrderingKey)
            .Bind(7, storedMs)
            .Bind(8, message.Data.Span)
            .Bind(9, message.Topic)
            .Bind(10, message.ReplaceKey)
            .Run() == 1;
    }

    public void Supersede(EventKey superseded, long nowMs) => Named(_supersede, superseded).Bind(3, nowMs).Run();

    public void Reinstate(EventKey again) => Named(_reinstate, again).Run();

    public void InsertDelivery(long id, long webhookId, long sequence, in StoredMessage message, long storedMs, DeliveryState state, long? finishedMs) =>
        _delivery
            .Bind(1, id)
            .Bind(2, webhookId)
            .Bind(3, message.EventRow)
            .Bind(4, message.OrderingKey)
            .Bind(5, message.Type)
            .Bind(6, (long)message.Origin)
            .Bind(7, sequence)
            .Bind(8, storedMs)
            .Bind(9, (long)state)
            .Bind(10, finishedMs)
            .Run();

    private static RawStatement Named(RawStatement statement, EventKey key)
    {
        Span<byte> id = stackalloc byte[16];
        key.Id.TryWriteBytes(id, bigEndian: true, out _);
        return statement.Bind(1, key.OccurredMs).Bind(2, id);
    }

    public long LastEvent() => _lastEvent.ReadNumber() ?? 0;

    public long LastDelivery() => _lastDelivery.ReadNumber() ?? 0;

    public long LastSequence(long webhookId) => _lastSequence.Bind(1, webhookId).ReadNumber() ?? 0;

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _event.Dispose();
        _supersede.Dispose();
        _reinstate.Dispose();
        _delivery.Dispose();
        _lastEvent.Dispose();
        _lastDelivery.Dispose();
        _lastSequence.Dispose();
    }
}

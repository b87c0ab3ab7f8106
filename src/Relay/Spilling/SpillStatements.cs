using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Spilling;

/// <summary>What is spilled, on the writer's connection.</summary>
internal sealed class SpillStatements(SqliteConnection connection) : IPreparedStatements
{
    private const string Columns = "s.event_row, e.event_id, e.occurred_ms, e.ordering_key, e.type, LENGTH(e.data), e.replace_key, e.stored_ms";

    private readonly RawStatement _count = new(connection, "SELECT COUNT(*) FROM spilled WHERE webhook_id = ?1");
    private readonly RawStatement _webhook = new(connection, "SELECT 1 FROM webhook WHERE id = ?1");
    private readonly RawStatement _add = new(connection, "INSERT INTO spilled (webhook_id, event_row) VALUES (?1, ?2)");

    private readonly RawStatement _oldest = new(
        connection,
        $"SELECT {Columns} FROM spilled s CROSS JOIN event e ON e.id = s.event_row WHERE s.webhook_id = ?1 ORDER BY s.event_row LIMIT ?2");

    private readonly RawStatement _find = new(
        connection, $"SELECT {Columns} FROM spilled s CROSS JOIN event e ON e.id = s.event_row WHERE s.webhook_id = ?1 AND s.event_row = ?2");

    private readonly RawStatement _remove = new(connection, "DELETE FROM spilled WHERE webhook_id = ?1 AND event_row = ?2");
    private readonly RawStatement _removeUpTo = new(connection, "DELETE FROM spilled WHERE webhook_id = ?1 AND event_row <= ?2");

    public long Count(long webhookId) => _count.Bind(1, webhookId).ReadNumber() ?? 0;

    public bool HasWebhook(long webhookId) => _webhook.Bind(1, webhookId).ReadNumber() is not null;

    public void Add(long webhookId, long eventRow) => _add.Bind(1, webhookId).Bind(2, eventRow).Run();

    /// <summary>The oldest of a webhook, in the order in which they were committed.</summary>
    public List<SpilledMessage> Oldest(long webhookId, int most)
    {
        var found = new List<SpilledMessage>();
        _oldest.Bind(1, webhookId).Bind(2, most);
        try
        {
            while (_oldest.Read())
            {
                found.Add(Read(_oldest));
            }
        }
        finally
        {
            _oldest.Reset();
        }

        return found;
    }

    /// <returns>Null when it is not spilled.</returns>
    public SpilledMessage? Find(long webhookId, long eventRow)
    {
        _find.Bind(1, webhookId).Bind(2, eventRow);
        try
        {
            return _find.Read() ? Read(_find) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    public void Remove(long webhookId, long eventRow) => _remove.Bind(1, webhookId).Bind(2, eventRow).Run();

    /// <returns>How many were spilled up to that event.</returns>
    public int RemoveUpTo(long webhookId, long eventRow) => _removeUpTo.Bind(1, webhookId).Bind(2, eventRow).Run();

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _count.Dispose();
        _webhook.Dispose();
        _add.Dispose();
        _oldest.Dispose();
        _find.Dispose();
        _remove.Dispose();
        _removeUpTo.Dispose();
    }

    private static SpilledMessage Read(RawStatement row) => new(
        new StoredMessage(
            row.Number(0),
            new Guid(row.Blob(1), bigEndian: true),
            row.Number(2),
            row.Text(3),
            row.Text(4),
            DeliveryOrigin.Live,
            (int)row.Number(5),
            row.IsNull(6) ? null : row.Text(6)),
        row.Number(7));
}

using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Notices;

/// <summary>Reads what was told, on a connection of its own. Used under the watch's lock only.</summary>
internal sealed class NoticeReader : IDisposable
{
    /// <summary>Waiting deliveries, oldest first, among which a failure is looked for after a restart.</summary>
    private const int LookedAt = 100;

    private readonly SqliteConnection _connection;
    private readonly RawStatement _told;
    private readonly RawStatement _failure;

    public NoticeReader(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        using (var busy = _connection.CreateCommand())
        {
            busy.CommandText = "PRAGMA busy_timeout = 5000";
            busy.ExecuteNonQuery();
        }

        _told = new RawStatement(
            _connection,
            """
            SELECT webhook_id, kind, MAX(step) + 1 FROM notice INDEXED BY notice_in_force
            WHERE ended_ms IS NULL AND (?1 IS NULL OR webhook_id = ?1) GROUP BY webhook_id, kind
            """);
        _failure = new RawStatement(
            _connection,
            """
            SELECT d.last_reason, e.event_id, d.type
            FROM (SELECT id, event_row, type, last_reason FROM delivery INDEXED BY delivery_unfinished
                WHERE webhook_id = ?1 AND state < 2 ORDER BY id LIMIT ?2) d
            JOIN event e ON e.id = d.event_row
            WHERE d.last_reason IS NOT NULL ORDER BY d.id DESC LIMIT 1
            """);
    }

    /// <summary>How many levels are in force, of one webhook or of all.</summary>
    public List<(long WebhookId, LimitKind Kind, int Told)> Told(long? webhookId = null)
    {
        var found = new List<(long, LimitKind, int)>();
        _told.Bind(1, webhookId);
        while (_told.Read())
        {
            found.Add((_told.Number(0), (LimitKind)_told.Number(1), (int)_told.Number(2)));
        }

        return found;
    }

    /// <summary>A failure among what waits longest; null when none is there.</summary>
    public LastFailure? Failure(long webhookId)
    {
        try
        {
            return _failure.Bind(1, webhookId).Bind(2, LookedAt).Read()
                ? new LastFailure(_failure.Text(0), new Guid(_failure.Blob(1), bigEndian: true), _failure.Text(2))
                : null;
        }
        finally
        {
            _failure.Reset();
        }
    }

    public void Dispose()
    {
        _told.Dispose();
        _failure.Dispose();
        _connection.Dispose();
    }
}

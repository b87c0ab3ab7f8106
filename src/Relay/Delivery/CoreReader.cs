using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Relay.Delivery;

/// <summary>Reads waiting deliveries from the main database, on a connection of its own. Thread-safe; one reader at a time.</summary>
internal sealed class CoreReader : IDisposable
{
    /// <summary>What <see cref="ReadDelivery"/> reads.</summary>
    private const string Columns = """
        d.id, d.event_row, e.event_id, d.ordering_key, d.type, d.origin, d.sequence, d.enqueued_ms, e.occurred_ms,
            d.attempts, d.due_ms, d.out_of_order, e.data, e.replace_key, d.last_status
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly RawStatement _waiting;
    private readonly RawStatement _batched;
    private readonly RawStatement _data;
    private readonly RawStatement _depths;
    private readonly RawStatement _spilled;
    private readonly RawStatement _last;
    private readonly RawStatement _oldest;

    public CoreReader(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        using (var busy = _connection.CreateCommand())
        {
            busy.CommandText = "PRAGMA busy_timeout = 5000";
            busy.ExecuteNonQuery();
        }

        _waiting = new RawStatement(
            _connection,
            $"""
            SELECT {Columns}
            FROM delivery d INDEXED BY delivery_unfinished JOIN event e ON e.id = d.event_row
            WHERE d.webhook_id = ?1 AND d.id > ?2 AND d.state < 2 AND NOT (d.origin IN (1, 2, 3) AND d.id > ?3)
            ORDER BY d.id LIMIT ?4
            """);
        _batched = new RawStatement(
            _connection,
            $"""
            SELECT {Columns}, d.batch_id
            FROM delivery d INDEXED BY delivery_batched JOIN event e ON e.id = d.event_row
            WHERE d.webhook_id = ?1 AND d.batch_id IS NOT NULL AND d.state < 2
            ORDER BY d.id
            """);
        _data = new RawStatement(_connection, "SELECT data FROM event WHERE id = ?1");
        _depths = new RawStatement(
            _connection,
            "SELECT webhook_id, COUNT(*), MAX(id) FROM delivery INDEXED BY delivery_unfinished WHERE state < 2 GROUP BY webhook_id");
        _spilled = new RawStatement(_connection, "SELECT webhook_id, COUNT(*) FROM spilled GROUP BY webhook_id");
        _last = new RawStatement(_connection, "SELECT MAX(id) FROM delivery");
        _oldest = new RawStatement(
            _connection,
            """
            SELECT COALESCE(
                (SELECT enqueued_ms FROM delivery INDEXED BY delivery_unfinished WHERE webhook_id = ?1 AND state < 2 ORDER BY id LIMIT 1),
                (SELECT e.stored_ms FROM spilled s CROSS JOIN event e ON e.id = s.event_row WHERE s.webhook_id = ?1 ORDER BY s.event_row LIMIT 1))
            """);
    }

    /// <summary>All webhooks.</summary>
    public List<Subscription> Subscriptions()
    {
        lock (_gate)
        {
            using var context = new RelayContext(_connection);
            return context.Subscriptions.AsNoTracking().ToList();
        }
    }

    /// <summary>What waits per webhook, with a delivery and as an event only, and the number of the last delivery that was counted.</summary>
    public (List<(long WebhookId, long Count, long Newest)> Depths, List<(long WebhookId, long Count)> Spilled, long LastDelivery) Depths()
    {
        var depths = new List<(long, long, long)>();
        var spilled = new List<(long, long)>();
        lock (_gate)
        {
            using var snapshot = _connection.BeginTransaction(deferred: true);
            var last = _last.ReadNumber() ?? 0;
            while (_depths.Read())
            {
                depths.Add((_depths.Number(0), _depths.Number(1), _depths.Number(2)));
            }

            while (_spilled.Read())
            {
                spilled.Add((_spilled.Number(0), _spilled.Number(1)));
            }

            snapshot.Commit();
            return (depths, spilled, last);
        }
    }

    /// <summary>Unfinished deliveries of a webhook beyond a number, in order.</summary>
    /// <param name="testsUpTo">Test messages with a higher number are in memory already.</param>
    public List<QueuedDelivery> Waiting(long webhookId, long after, long testsUpTo, int most)
    {
        var found = new List<QueuedDelivery>(most);
        lock (_gate)
        {
            _waiting.Bind(1, webhookId).Bind(2, after).Bind(3, testsUpTo).Bind(4, most);
            try
            {
                while (_waiting.Read())
                {
                    found.Add(ReadDelivery(_waiting, webhookId));
                }
            }
            finally
            {
                _waiting.Reset();
            }
        }

        return found;
    }

    /// <summary>The batches of a webhook that are not finished. No more than were in memory at once, so they are read in one piece.</summary>
    public List<StoredBatch> Batches(long webhookId)
    {
        var found = new List<(Guid Batch, QueuedDelivery Member)>();
        lock (_gate)
        {
            _batched.Bind(1, webhookId);
            try
            {
                while (_batched.Read())
                {
                    found.Add((new Guid(_batched.Blob(15), bigEndian: true), ReadDelivery(_batched, webhookId)));
                }
            }
            finally
            {
                _batched.Reset();
            }
        }

        return [.. found.GroupBy(f => f.Batch, f => f.Member).Select(batch => new StoredBatch(batch.Key, [.. batch]))];
    }

    /// <summary>The body's <c>data</c> of an event; null when the event is gone.</summary>
    public ReadOnlyMemory<byte>? Data(long eventRow)
    {
        lock (_gate)
        {
            try
            {
                if (_data.Bind(1, eventRow).Read())
                {
                    return _data.Blob(0).ToArray();
                }

                return null; // not the other arm of a "?:" above, where it would become an empty body
            }
            finally
            {
                _data.Reset();
            }
        }
    }

    /// <summary>When the oldest of what waits for a webhook was committed, Unix ms.</summary>
    public long? Oldest(long webhookId)
    {
        lock (_gate)
        {
            return _oldest.Bind(1, webhookId).ReadNumber();
        }
    }

    public void Dispose()
    {
        _oldest.Dispose();
        _waiting.Dispose();
        _batched.Dispose();
        _data.Dispose();
        _depths.Dispose();
        _spilled.Dispose();
        _last.Dispose();
        _connection.Dispose();
    }

    private static QueuedDelivery ReadDelivery(RawStatement row, long webhookId) => new()
    {
        Id = row.Number(0),
        WebhookId = webhookId,
        EventRow = row.Number(1),
        EventId = new Guid(row.Blob(2), bigEndian: true),
        OrderingKey = row.Text(3),
        Type = row.Text(4),
        Origin = (DeliveryOrigin)row.Number(5),
        Sequence = row.Number(6),
        EnqueuedMs = row.Number(7),
        OccurredMs = row.Number(8),
        Attempts = (int)row.Number(9),
        DueMs = row.Number(10),
        OutOfOrder = row.Number(11) != 0,
        Data = row.Blob(12).ToArray(),
        DataBytes = row.Blob(12).Length,
        ReplaceKey = row.IsNull(13) ? null : row.Text(13),
        EndpointFailed = !row.IsNull(14) && row.Number(14) is 0 or >= 500, // no answer, or none that spoke of the message
    };
}

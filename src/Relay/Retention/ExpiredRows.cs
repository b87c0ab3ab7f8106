using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Retention;

/// <summary>
/// Looks for rows that may go. Rows are numbered in the order in which they were stored, so a sweep reads only the old end of a table and
/// needs no index on time, which each message would pay for.
/// </summary>
internal sealed class ExpiredRows : IDisposable
{
    /// <summary>Rows of one piece: about a millisecond of the writer's time.</summary>
    private const int RowsPerPage = 500;

    /// <summary>What a row of either table takes beside the event's data, with its indexes.</summary>
    private const int RowBytes = 180;

    private readonly SqliteConnection _connection;
    private readonly RawStatement _deliveries;
    private readonly RawStatement _events;
    private readonly RawStatement _counts;
    private readonly RawStatement _bytes;
    private readonly RawStatement _storedAt;

    public ExpiredRows(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        using (var busy = _connection.CreateCommand())
        {
            busy.CommandText = "PRAGMA busy_timeout = 5000";
            busy.ExecuteNonQuery();
        }

        _deliveries = new RawStatement(
            _connection,
            "SELECT id, enqueued_ms, state >= 2 AND finished_ms < ?2 FROM delivery WHERE id > ?1 ORDER BY id");
        _events = new RawStatement(
            _connection,
            """
            SELECT id, stored_ms,
                stored_ms < ?2 AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_row = event.id) AND NOT EXISTS (SELECT 1 FROM spilled WHERE event_row = event.id)
            FROM event WHERE id > ?1 ORDER BY id
            """);
        _counts = new RawStatement(
            _connection,
            """
            SELECT (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM delivery), (SELECT MIN(id) FROM event), (SELECT MAX(id) FROM event)
            """);
        _bytes = new RawStatement(_connection, "SELECT SUM(length(data)) / COUNT(*) FROM event WHERE id > ?1");
        _storedAt = new RawStatement(_connection, "SELECT stored_ms FROM event WHERE id >= ?1 ORDER BY id LIMIT 1");
    }

    /// <summary>
    /// The time before which finished rows must go so that the rest keeps within a size. An estimate, from the size of the latest thousand events and
    /// with rows taken to be spread evenly over their numbers: adding up millions would read them all.
    /// </summary>
    /// <returns>Unix ms; 0 when everything fits.</returns>
    public long CutoffBySize(long mostBytes)
    {
        var (events, deliveries, first, last) = (0L, 0L, 0L, 0L);
        if (_counts.Read())
        {
            (events, deliveries, first, last) = (_counts.Number(0), _counts.Number(1), _counts.Number(2), _counts.Number(3));
        }

        _counts.Reset();
        if (events == 0)
        {
            return 0;
        }

        var bytesPerEvent = (_bytes.Bind(1, last - 1_000).ReadNumber() ?? 0) + RowBytes + (RowBytes * deliveries / events);
        var keep = mostBytes / bytesPerEvent;
        return keep >= events ? 0 : _storedAt.Bind(1, last - (long)((double)(last - first) * keep / events)).ReadNumber() ?? 0;
    }

    /// <summary>Deliveries after a row that were finished before the cutoff.</summary>
    public ExpiredPage Deliveries(long after, long cutoffMs) => Read(_deliveries, after, cutoffMs);

    /// <summary>Events after a row that were stored before the cutoff that neither have nor wait for a delivery.</summary>
    public ExpiredPage Events(long after, long cutoffMs) => Read(_events, after, cutoffMs);

    public void Dispose()
    {
        _deliveries.Dispose();
        _events.Dispose();
        _counts.Dispose();
        _bytes.Dispose();
        _storedAt.Dispose();
        _connection.Dispose();
    }

    private static ExpiredPage Read(RawStatement rows, long after, long cutoffMs)
    {
        var ids = new List<long>(RowsPerPage);
        rows.Bind(1, after).Bind(2, cutoffMs);
        try
        {
            while (ids.Count < RowsPerPage && rows.Read())
            {
                var (id, storedMs, mayGo) = (rows.Number(0), rows.Number(1), rows.Number(2) != 0);
                if (storedMs >= cutoffMs)
                {
                    break;
                }

                after = id;
                if (mayGo)
                {
                    ids.Add(id);
                }
            }
        }
        finally
        {
            rows.Reset();
        }

        return new ExpiredPage(ids, after);
    }
}

using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Tests.DeliveryLog;

public sealed class LogSweepTests
{
    [Fact]
    public void Rows_beyond_their_age_leave_and_younger_ones_stay()
    {
        var clock = new ManualClock();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var sql in LogSchema.Sql)
        {
            Execute(connection, sql);
        }

        Insert(connection, 1_500, clock.GetUtcNow().AddHours(-3));
        Insert(connection, 1_000, clock.GetUtcNow());
        using var sweep = new LogSweep(connection, new RelaySettings { LogHours = 2 }, clock);

        sweep.AfterRows(1_999);
        Assert.Equal(2_500, Execute(connection, "SELECT COUNT(*) FROM attempt"));
        sweep.AfterRows(1);

        Assert.Equal(1_000, Execute(connection, "SELECT COUNT(*) FROM attempt"));
    }

    [Fact]
    public void Where_little_is_written_only_what_is_old_leaves()
    {
        var clock = new ManualClock();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var sql in LogSchema.Sql)
        {
            Execute(connection, sql);
        }

        Insert(connection, 2, clock.GetUtcNow().AddHours(-3));
        Insert(connection, 7, clock.GetUtcNow());
        using var sweep = new LogSweep(connection, new RelaySettings { LogHours = 2 }, clock);

        sweep.Sweep();

        Assert.Equal(7, Execute(connection, "SELECT COUNT(*) FROM attempt"));
    }

    private static void Insert(SqliteConnection connection, int rows, DateTimeOffset started) =>
        Execute(
            connection,
            $"""
            INSERT INTO attempt (delivery_id, webhook_id, number, url, started_ms, total_us, request_headers, request_bytes,
                response_base64, response_truncated, outcome, reason, decision)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            SELECT i, 1, 1, 'https://example.com/', {started.ToUnixTimeMilliseconds()}, 1, '', 0, 0, 0, 0, '', '' FROM n
            """);

    private static long Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }
}

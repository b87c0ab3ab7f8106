using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeRelay.Gateway.Tests.Commit;

[Collection(nameof(FaultCollection))]
public sealed class JournalRetentionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CoreDatabase _database;
    private readonly CommitMeters _meters = new();
    private readonly CommitQueue _queue = new();
    private readonly Committer _committer;

    public JournalRetentionTests()
    {
        _database = new CoreDatabase(_folder.Path);
        _database.Migrate();
        _committer = new Committer(
            _database, _queue, new NoOutbox(), new LowWater(1, 0), TimeSpan.Zero, _meters, TimeProvider.System, NullLogger<Committer>.Instance, _ => { });
    }

    [Fact]
    public async Task The_newest_dead_letters_stay_as_far_as_there_is_room_for_them()
    {
        Write("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
            INSERT INTO dead_letter (account_id, vehicle_id, received_ms, reason, topic, payload)
            SELECT 1, '', i, 'bad_json', '', zeroblob(400000) FROM n
            """);

        await Sweep(lowWater: 0, new DataSettings { DeadLetterMegabytes = 1 });

        Assert.Equal("9,10", Text("SELECT group_concat(id) FROM dead_letter"));
    }

    [Fact]
    public async Task Old_journal_rows_go_unless_a_stored_state_still_needs_them()
    {
        Write("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
            INSERT INTO journal (position, committed_ms, lane, records, body) SELECT i, 0, 0, 1, x'01' FROM n
            """);

        await Sweep(lowWater: 150, new DataSettings());

        Assert.Equal("150", Text("SELECT min(position) FROM journal"));
    }

    public void Dispose()
    {
        _committer.Dispose();
        _queue.Dispose();
        _meters.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private async Task Sweep(long lowWater, DataSettings settings)
    {
        _committer.Start();
        using var retention = new JournalRetention(
            settings, _database, _queue, new LowWater(1, lowWater), TimeProvider.System, NullLogger<JournalRetention>.Instance);
        await retention.Sweep(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
    }

    private void Write(string sql)
    {
        using var connection = _database.OpenWriter();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private string? Text(string sql)
    {
        using var connection = _database.OpenReader();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

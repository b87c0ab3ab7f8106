using EdgeRelay.Relay;
using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>Reads the log of attempts; Relay writes it. Thread-safe.</summary>
internal sealed class AttemptReader(RelayDatabases databases)
{
    private readonly string _connection = new SqliteConnectionStringBuilder(databases.Log) { Mode = SqliteOpenMode.ReadOnly }.ToString();

    /// <summary>The attempts of a delivery, oldest first; empty when the log holds none (any more).</summary>
    public async Task<List<AttemptResponse>> Of(long deliveryId, CancellationToken cancellation)
    {
        await using var context = new LogContext(_connection);
        var rows = await context.Attempts.AsNoTracking()
            .Where(a => a.DeliveryId == deliveryId).OrderBy(a => a.Id).ToListAsync(cancellation);
        return rows.ConvertAll(AttemptResponse.Of);
    }

    private sealed class LogContext(string connection) : DbContext
    {
        public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.MapAttemptLog();
    }
}

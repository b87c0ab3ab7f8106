using EdgeRelay.Relay.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Relay.Storage;

/// <summary>Relay's own view of its tables, for reading.</summary>
internal sealed class RelayContext(SqliteConnection connection) : DbContext
{
    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.MapRelayTables();
}

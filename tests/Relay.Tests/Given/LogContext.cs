using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>The attempt log as a host maps it.</summary>
internal sealed class LogContext(SqliteConnection connection) : DbContext
{
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.MapAttemptLog();
}

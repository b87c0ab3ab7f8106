using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Storage;

/// <summary>The main database for configuration and queries. Writing goes through <see cref="Commit.ConfigurationWriter"/> only.</summary>
public sealed class CoreContext(DbContextOptions<CoreContext> options) : DbContext(options)
{
    public DbSet<AccountRow> Accounts => Set<AccountRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<VehicleRow> Vehicles => Set<VehicleRow>();

    public DbSet<VehicleGroupRow> VehicleGroups => Set<VehicleGroupRow>();

    public DbSet<VehicleGroupMemberRow> VehicleGroupMembers => Set<VehicleGroupMemberRow>();

    public DbSet<DriverRow> Drivers => Set<DriverRow>();

    public DbSet<DriverTagRow> DriverTags => Set<DriverTagRow>();

    public DbSet<RuleSettingsRow> RuleSettings => Set<RuleSettingsRow>();

    public DbSet<DeviceCredentialRow> DeviceCredentials => Set<DeviceCredentialRow>();

    public DbSet<LandmarkRow> Landmarks => Set<LandmarkRow>();

    public DbSet<JournalRow> Journal => Set<JournalRow>();

    public DbSet<VehicleStateRow> VehicleStates => Set<VehicleStateRow>();

    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    public DbSet<WebhookHistoryRow> WebhookHistory => Set<WebhookHistoryRow>();

    public DbSet<MetaRow> Meta => Set<MetaRow>();

    public DbSet<OutageRow> Outages => Set<OutageRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<AccountRow>().ToTable("account").HasKey(a => a.Id);
        modelBuilder.Entity<ApiKeyRow>().ToTable("api_key").HasKey(k => k.Id);
        modelBuilder.Entity<VehicleRow>().ToTable("vehicle").HasKey(v => v.No);
        modelBuilder.Entity<VehicleGroupRow>().ToTable("vehicle_group").HasKey(g => g.Id);
        modelBuilder.Entity<VehicleGroupMemberRow>().ToTable("vehicle_group_member").HasKey(m => new { m.VehicleNo, m.GroupId });
        modelBuilder.Entity<DriverRow>().ToTable("driver").HasKey(d => d.No);
        modelBuilder.Entity<DriverTagRow>().ToTable("driver_tag").HasKey(t => new { t.AccountId, t.Tag, t.FromMs });
        modelBuilder.Entity<RuleSettingsRow>().ToTable("rule_settings").HasKey(s => new { s.AccountId, s.FromMs });
        modelBuilder.Entity<DeviceCredentialRow>().ToTable("device_credential").HasKey(c => c.Id);
        modelBuilder.Entity<LandmarkRow>().ToTable("landmark").HasKey(l => l.Id);
        modelBuilder.Entity<JournalRow>().ToTable("journal").HasKey(j => j.Position);
        modelBuilder.Entity<VehicleStateRow>().ToTable("vehicle_state").HasKey(s => s.VehicleNo);
        modelBuilder.Entity<DeadLetterRow>().ToTable("dead_letter").HasKey(d => d.Id);
        modelBuilder.Entity<WebhookHistoryRow>().ToTable("webhook_history").HasKey(h => h.Id);
        modelBuilder.Entity<MetaRow>().ToTable("meta").HasKey(m => m.Name);
        modelBuilder.Entity<OutageRow>().ToTable("outage").HasKey(o => o.FromMs);
        modelBuilder.Entity<VehicleRow>().Property(v => v.Version).IsConcurrencyToken();
        modelBuilder.Entity<VehicleGroupRow>().Property(g => g.Version).IsConcurrencyToken();
        modelBuilder.Entity<DriverRow>().Property(d => d.Version).IsConcurrencyToken();
        modelBuilder.Entity<LandmarkRow>().Property(l => l.Version).IsConcurrencyToken();
        modelBuilder.MapRelayTables();
        NameColumnsInSnakeCase(modelBuilder);
    }

    private static void NameColumnsInSnakeCase(ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes()
            .Where(e => e.ClrType.Namespace == typeof(CoreContext).Namespace)
            .SelectMany(e => e.GetProperties()))
        {
            property.SetColumnName(SnakeCase.Of(property.Name));
        }
    }
}

using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>An event that late data have shown not to have happened is marked.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122071000_superseded_events")]
public sealed class SupersededEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(RelaySchema.SupersededEvents);
    }
}

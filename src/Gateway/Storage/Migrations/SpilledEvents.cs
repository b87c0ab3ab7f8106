using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>Beyond the depth that counts as full an event waits for a webhook without a delivery.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122154000_spilled_events")]
public sealed class SpilledEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var statement in RelaySchema.Spilled)
        {
            migrationBuilder.Sql(statement);
        }
    }
}

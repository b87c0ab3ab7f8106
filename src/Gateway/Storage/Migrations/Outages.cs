using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>When the gateway heard nobody.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122100356_outages")]
public sealed class Outages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("CREATE TABLE outage (from_ms INTEGER PRIMARY KEY, until_ms INTEGER NOT NULL) STRICT");
    }
}

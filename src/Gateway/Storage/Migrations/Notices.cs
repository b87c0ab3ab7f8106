using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>A webhook has a depth that counts as full, and what was told of its limits is kept.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122125000_notices")]
public sealed class Notices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var statement in RelaySchema.Notices)
        {
            migrationBuilder.Sql(statement);
        }
    }
}

using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>Webhooks have schemes of signing, old secrets, headers, more ways of authorization and of proving ownership.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122090500_endpoint_options")]
public sealed class EndpointOptions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var statement in RelaySchema.EndpointOptions)
        {
            migrationBuilder.Sql(statement);
        }
    }
}

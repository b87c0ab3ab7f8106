using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>Webhooks get limits of rate and age, and may let newer messages replace older ones.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122094000_delivery_options")]
public sealed class DeliveryOptions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var statement in RelaySchema.DeliveryOptions)
        {
            migrationBuilder.Sql(statement);
        }
    }
}

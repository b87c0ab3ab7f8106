using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>Webhooks may get several messages in one request.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122123000_delivery_batches")]
public sealed class DeliveryBatches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var statement in RelaySchema.Batches)
        {
            migrationBuilder.Sql(statement);
        }
    }
}

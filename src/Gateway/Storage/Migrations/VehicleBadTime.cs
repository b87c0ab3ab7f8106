using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>What a vehicle's device is good for as a clock.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122064000_vehicle_bad_time")]
public sealed class VehicleBadTime : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE vehicle ADD COLUMN on_bad_time TEXT");
    }
}

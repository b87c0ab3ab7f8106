using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>Groups of vehicles, and which vehicle is in which.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122090532_vehicle_groups")]
public sealed class VehicleGroups : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(
            """
            CREATE TABLE vehicle_group (
                id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, name TEXT NOT NULL, vehicles INTEGER NOT NULL,
                created_ms INTEGER NOT NULL, version INTEGER NOT NULL, UNIQUE (account_id, name)) STRICT
            """);
        migrationBuilder.Sql(
            """
            CREATE TABLE vehicle_group_member (
                vehicle_no INTEGER NOT NULL, group_id INTEGER NOT NULL, PRIMARY KEY (vehicle_no, group_id)) STRICT, WITHOUT ROWID
            """);
        migrationBuilder.Sql("CREATE INDEX vehicle_group_member_group ON vehicle_group_member (group_id, vehicle_no)");
    }
}

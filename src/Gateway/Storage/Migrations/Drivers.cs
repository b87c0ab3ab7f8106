using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>Drivers, and whose each tag is and was.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122092712_drivers")]
public sealed class Drivers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(
            """
            CREATE TABLE driver (
                no INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, driver_id TEXT NOT NULL, first_name TEXT, last_name TEXT,
                email TEXT, phone TEXT, tags TEXT NOT NULL, created_ms INTEGER NOT NULL, version INTEGER NOT NULL,
                UNIQUE (account_id, driver_id)) STRICT
            """);
        migrationBuilder.Sql(
            """
            CREATE TABLE driver_tag (
                account_id INTEGER NOT NULL, tag TEXT NOT NULL, from_ms INTEGER NOT NULL, driver_id TEXT,
                PRIMARY KEY (account_id, tag, from_ms)) STRICT, WITHOUT ROWID
            """);
        migrationBuilder.Sql("CREATE INDEX driver_tag_nobodys ON driver_tag (account_id, from_ms) WHERE driver_id IS NULL");
    }
}

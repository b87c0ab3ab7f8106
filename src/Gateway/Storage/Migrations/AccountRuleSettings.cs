using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>Rule settings of an account with the time from which they count, in place of the column that held the profile alone.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122101451_account_rule_settings")]
public sealed class AccountRuleSettings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(
            """
            CREATE TABLE rule_settings (
                account_id INTEGER NOT NULL, from_ms INTEGER NOT NULL, version INTEGER NOT NULL, own TEXT NOT NULL,
                PRIMARY KEY (account_id, from_ms)) STRICT, WITHOUT ROWID
            """);
        migrationBuilder.Sql(
            """
            INSERT INTO rule_settings
            SELECT id, created_ms, 1, json_object('profile', lower(rule_profile)) FROM account WHERE lower(rule_profile) IN ('raw', 'standard')
            """);
        migrationBuilder.Sql("ALTER TABLE account DROP COLUMN rule_profile");
    }
}

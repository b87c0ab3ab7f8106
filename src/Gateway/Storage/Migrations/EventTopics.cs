using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>An event says what it was looked for as, and each webhook what it asked for at any time: both together explain who got an event.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122095000_event_topics")]
public sealed class EventTopics : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(RelaySchema.EventTopics);
        migrationBuilder.Sql(
            """
            CREATE TABLE webhook_history (
                id INTEGER PRIMARY KEY, webhook_id INTEGER NOT NULL, account_id INTEGER NOT NULL, since_ms INTEGER NOT NULL,
                name TEXT NOT NULL, enabled INTEGER NOT NULL, removed INTEGER NOT NULL, selection TEXT NOT NULL) STRICT
            """);
        migrationBuilder.Sql("CREATE INDEX webhook_history_account ON webhook_history (account_id, webhook_id, since_ms)");
        // What was before is not known: the present state counts from the webhook's creation.
        migrationBuilder.Sql(
            """
            INSERT INTO webhook_history (webhook_id, account_id, since_ms, name, enabled, removed, selection)
            SELECT id, account_id, created_ms, name, enabled, 0, selection FROM webhook
            """);
    }
}

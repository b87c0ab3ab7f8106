using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>A dead letter says when it was taken after all.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122125500_retried_dead_letters")]
public sealed class RetriedDeadLetters : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE dead_letter ADD COLUMN retried_ms INTEGER");
    }
}

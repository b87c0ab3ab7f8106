using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>When a landmark's crossings are told.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122070000_landmark_schedule")]
public sealed class LandmarkSchedule : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("ALTER TABLE landmark ADD COLUMN schedule TEXT");
    }
}

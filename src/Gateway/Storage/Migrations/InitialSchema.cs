using EdgeRelay.Relay.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage.Migrations;

/// <summary>The first schema. Written by hand: the DDL is what the hot path's statements rely on, to the letter.</summary>
[DbContext(typeof(CoreContext))]
[Migration("20261122000000_initial_schema")]
public sealed class InitialSchema : Migration
{
    private static readonly string[] Statements =
    [
        """
        CREATE TABLE account (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, rule_profile TEXT, created_ms INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE api_key (
            id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, name TEXT NOT NULL, prefix TEXT NOT NULL,
            hash BLOB NOT NULL UNIQUE, created_ms INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE vehicle (
            no INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, vehicle_id TEXT NOT NULL, label TEXT, serial_number TEXT,
            time_zone TEXT, created_ms INTEGER NOT NULL, version INTEGER NOT NULL, UNIQUE (account_id, vehicle_id)) STRICT
        """,
        """
        CREATE TABLE device_credential (
            id INTEGER PRIMARY KEY, vehicle_no INTEGER NOT NULL, password_hash BLOB NOT NULL, created_ms INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX device_credential_vehicle ON device_credential (vehicle_no)",
        """
        CREATE TABLE landmark (
            id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL, name TEXT NOT NULL, group_name TEXT, kind INTEGER NOT NULL,
            geometry BLOB NOT NULL, radius_meters REAL NOT NULL, leave_buffer_meters REAL, enter_dwell_seconds REAL NOT NULL,
            leave_dwell_seconds REAL NOT NULL, speed_limit_mph REAL, geometry_version INTEGER NOT NULL,
            effective_from_ms INTEGER NOT NULL, created_ms INTEGER NOT NULL, version INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX landmark_account ON landmark (account_id, id)",
        """
        CREATE TABLE journal (
            position INTEGER PRIMARY KEY, committed_ms INTEGER NOT NULL, lane INTEGER NOT NULL, records INTEGER NOT NULL,
            body BLOB NOT NULL) STRICT
        """,
        """
        CREATE TABLE vehicle_state (
            vehicle_no INTEGER PRIMARY KEY, position INTEGER NOT NULL, engine INTEGER NOT NULL, version INTEGER NOT NULL,
            tick_due_ms INTEGER, body BLOB NOT NULL) STRICT
        """,
        "CREATE TABLE checkpoint (vehicle_no INTEGER NOT NULL, position INTEGER NOT NULL, body BLOB NOT NULL, " +
            "PRIMARY KEY (vehicle_no, position)) STRICT, WITHOUT ROWID",
        """
        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, vehicle_id TEXT NOT NULL, received_ms INTEGER NOT NULL,
            reason TEXT NOT NULL, topic TEXT NOT NULL, detail TEXT, payload BLOB NOT NULL) STRICT
        """,
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    ];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        foreach (var statement in Statements.Concat(RelaySchema.Sql))
        {
            migrationBuilder.Sql(statement);
        }
    }
}

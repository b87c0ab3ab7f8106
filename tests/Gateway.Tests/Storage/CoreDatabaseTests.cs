using EdgeRelay.Gateway.Storage;
using EdgeRelay.Testing;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Tests.Storage;

public sealed class CoreDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_fresh_folder_gets_the_whole_schema_and_a_second_start_changes_nothing()
    {
        var database = new CoreDatabase(_folder.Path);

        database.Migrate();
        var first = Schema(database);
        database.Migrate();

        Assert.Contains("CREATE TABLE journal", first, StringComparison.Ordinal);
        Assert.Equal(first, Schema(database));
    }

    [Fact]
    public void Nobody_else_may_read_the_databases()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Path.Combine(_folder.Path, "new");
        var database = new CoreDatabase(folder);

        database.Migrate();
        using var writer = database.OpenWriter();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(folder).UnixFileMode);
        Assert.Contains(Path.Combine(folder, "core.db-wal"), Directory.GetFiles(folder));
        Assert.All(
            Directory.GetFiles(folder),
            file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file));
    }

    [Fact]
    public async Task A_lock_that_a_killed_start_left_behind_holds_up_nobody()
    {
        var database = new CoreDatabase(_folder.Path);
        database.Migrate();
        Run(database, """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-22 00:00:00');
            """);

        await Task.Run(database.Migrate).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused()
    {
        var database = new CoreDatabase(_folder.Path);
        database.Migrate();
        Run(database, """INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_later', '10.0.0')""");

        var error = Assert.ThrowsAny<Exception>(database.Migrate);

        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named()
    {
        File.WriteAllText(Path.Combine(_folder.Path, CoreDatabase.FileName), new string('x', 8_192));

        var error = Assert.ThrowsAny<Exception>(new CoreDatabase(_folder.Path).Migrate);

        Assert.Contains(CoreDatabase.FileName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mapped_entity_can_be_read_from_the_schema_that_the_migrations_make()
    {
        var database = new CoreDatabase(_folder.Path);
        database.Migrate();
        using var context = database.Read();

        foreach (var entity in context.Model.GetEntityTypes())
        {
            var columns = string.Join(", ", entity.GetProperties().Select(p => '"' + p.GetColumnName() + '"'));
            using var command = context.Database.GetDbConnection().CreateCommand();
            context.Database.OpenConnection();
#pragma warning disable CA2100 // names from the model
            command.CommandText = $"SELECT {columns} FROM {entity.GetTableName()}";
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            Assert.False(reader.Read());
        }
    }

    [Fact]
    public void Every_column_of_the_schema_is_mapped_by_the_model()
    {
        var database = new CoreDatabase(_folder.Path);
        database.Migrate();
        using var context = database.Read();
        context.Database.OpenConnection();

        foreach (var entity in context.Model.GetEntityTypes())
        {
            using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // names from the model
            command.CommandText = $"SELECT name FROM pragma_table_info('{entity.GetTableName()}') ORDER BY name";
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            var actual = new List<string>();
            while (reader.Read())
            {
                actual.Add(reader.GetString(0));
            }

            Assert.Equal(entity.GetProperties().Select(p => p.GetColumnName()).Order(StringComparer.Ordinal), actual);
        }
    }

    [Fact]
    public void The_writer_syncs_every_commit_and_leaves_checkpoints_to_others()
    {
        var database = new CoreDatabase(_folder.Path);
        database.Migrate();
        using var connection = database.OpenWriter();

        Assert.Equal("wal", Pragma("journal_mode"));
        Assert.Equal("2", Pragma("synchronous"));
        Assert.Equal("0", Pragma("wal_autocheckpoint"));
        Assert.Equal("2", Pragma("auto_vacuum"));

        string? Pragma(string name)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constant names
            command.CommandText = "PRAGMA " + name;
#pragma warning restore CA2100
            return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        var database = new CoreDatabase(_folder.Path);
        database.Migrate();
        using var connection = database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM journal";

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => command.ExecuteNonQuery());
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static string Schema(CoreDatabase database)
    {
        using var connection = database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(sql, x'0a') FROM sqlite_schema";
        return (string)command.ExecuteScalar()!;
    }

    private static void Run(CoreDatabase database, string sql)
    {
        using var connection = database.OpenWriter();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EdgeRelay.Gateway.Storage;

/// <summary>Where the main database lies and how each kind of connection to it is opened. Every pragma is set and then asserted.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class CoreDatabase
{
    public const string FileName = "core.db";

    /// <summary>Ids of all migrations of this version.</summary>
    private static readonly string[] Migrations =
    [
        .. typeof(CoreDatabase).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Migration))).Select(t => t.GetCustomAttribute<MigrationAttribute>()!.Id),
    ];

    private readonly string _writing;
    private readonly string _reading;

    public CoreDatabase(string folder)
    {
        Folder = folder;
        FilePath = Path.Combine(folder, FileName);
        _writing = new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false }.ToString();
        _reading = new SqliteConnectionStringBuilder { DataSource = FilePath, Mode = SqliteOpenMode.ReadOnly, Pooling = true }
            .ToString();
    }

    public string Folder { get; }

    public string FilePath { get; }

    private string LogFilePath => Path.Combine(Folder, "log.db");

    /// <summary>Connection string for read-only connections.</summary>
    public string ReadingConnectionString => _reading;

    /// <summary>Connection string of the log of attempts, a file of its own: its volume must not slow an acknowledgement.</summary>
    public string LogConnectionString =>
        new SqliteConnectionStringBuilder { DataSource = LogFilePath }.ToString();

    /// <summary>Creates the file or brings it up to date. Call once, holding the folder's lock, before any other connection is opened.</summary>
    /// <exception cref="DataFolderException">The file is no database, cannot be written, or is of a newer version.</exception>
    public void Migrate()
    {
        try
        {
            PrivateFiles.MakeFolder(Folder);
            PrivateFiles.MakeDatabase(FilePath);
            PrivateFiles.MakeDatabase(LogFilePath);
            using var connection = OpenWriter();
            var applied = AppliedMigrations(connection);
            RefuseNewer(applied);
            if (applied.Count < Migrations.Length)
            {
                ReleaseAbandonedLock(connection);
                using var context = new CoreContext(OptionsFor(connection));
                context.Database.Migrate();
            }
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The database {Path.GetFullPath(FilePath)} cannot be used: {error.Message}", error);
        }
    }

    /// <summary>
    /// Lets EF Core make its model on another thread while the start goes on: it takes longer than all the rest of a start. Whoever asks first
    /// waits for it. What fails here fails again for the one who asks, and is told there.
    /// </summary>
    public void PrepareQueries() => ThreadPool.UnsafeQueueUserWorkItem(static self => self.Prepare(), this, preferLocal: false);

    private void Prepare()
    {
        try
        {
            using var context = Read();
            _ = context.Accounts.Select(a => a.Id).FirstOrDefault();
        }
        catch (Exception error) when (error is SqliteException or InvalidOperationException)
        {
            // Only a preparation.
        }
    }

    /// <summary>The writer's connection: WAL, synchronous FULL. There is one at a time, on the committer's thread.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(_writing);
        connection.Open();
        // Only a new file takes auto_vacuum; on an old one the line changes nothing.
        Execute(connection, "PRAGMA auto_vacuum=INCREMENTAL");
        Execute(connection, "PRAGMA journal_mode=WAL");
        Execute(connection, "PRAGMA synchronous=FULL");
        Execute(connection, "PRAGMA busy_timeout=5000");
        Execute(connection, "PRAGMA journal_size_limit=67108864");
        // Checkpoints run beside the writer (WalCheckpoints), not inside a commit.
        Execute(connection, "PRAGMA wal_autocheckpoint=0");
        Execute(connection, "PRAGMA cache_size=-16384");
        Execute(connection, "PRAGMA temp_store=MEMORY");
        Require(connection, "journal_mode", "wal");
        Require(connection, "synchronous", "2");
        return connection;
    }

    /// <summary>A read-only connection from the pool.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_reading);
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout=5000");
        return connection;
    }

    /// <summary>A connection that may checkpoint; it writes no rows.</summary>
    public SqliteConnection OpenMaintenance()
    {
        var connection = new SqliteConnection(_writing);
        connection.Open();
        Execute(connection, "PRAGMA wal_autocheckpoint=0");
        return connection;
    }

    /// <summary>A context for queries; it cannot write.</summary>
    public CoreContext Read() =>
        new(Configure(new DbContextOptionsBuilder<CoreContext>().UseSqlite(_reading))
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);

    internal static DbContextOptions<CoreContext> OptionsFor(SqliteConnection connection) =>
        Configure(new DbContextOptionsBuilder<CoreContext>().UseSqlite(connection)).Options;

    // Migrations are written by hand and have no model snapshot to compare with; a test compares model and schema instead.
    private static DbContextOptionsBuilder<CoreContext> Configure(DbContextOptionsBuilder<CoreContext> builder) =>
        builder.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));

    /// <summary>
    /// A start that was killed leaves EF Core's lock behind, and every later one would wait for it without end. The folder's lock is ours:
    /// nobody else migrates.
    /// </summary>
    private static void ReleaseAbandonedLock(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'";
        if (command.ExecuteScalar() is > 0L)
        {
            Execute(connection, "DELETE FROM \"__EFMigrationsLock\"");
        }
    }

    /// <summary>Asked without EF Core, whose machinery is the dearest part of a start and has nothing to do at most of them.</summary>
    private static List<string> AppliedMigrations(SqliteConnection connection)
    {
        var applied = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if (command.ExecuteScalar() is > 0L)
        {
            command.CommandText = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                applied.Add(rows.GetString(0));
            }
        }

        return applied;
    }

    private void RefuseNewer(List<string> applied)
    {
        if (applied.Except(Migrations, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new DataFolderException(
                $"The database {Path.GetFullPath(FilePath)} was written by a newer version of EdgeRelay (its schema has {unknown}). " +
                "Start that version, or set Data:Directory (EDGERELAY__DATA__DIRECTORY) to another folder.");
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constant pragmas
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static void Require(SqliteConnection connection, string pragma, string expected)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constant pragmas
        command.CommandText = "PRAGMA " + pragma;
#pragma warning restore CA2100
        var actual = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (!string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"{connection.DataSource}: PRAGMA {pragma} is {actual}, not {expected}; the file system may not support it. " +
                "Put the data directory on a local disk.");
        }
    }
}

using Microsoft.Data.Sqlite;

namespace EdgeRelay.Gateway.Commit;

/// <summary>Copying the write-ahead log into the database (sqlite.org/pragma.html#pragma_wal_checkpoint), without ever waiting for a reader.</summary>
/// <remarks>Use each connection on one thread at a time.</remarks>
internal static class WalCheckpoint
{
    /// <summary>Copies what no reader still needs, beside the writer.</summary>
    /// <returns>Pages in the log, those already copied included.</returns>
    /// <exception cref="SqliteException">The disk failed.</exception>
    public static int Copy(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var row = command.ExecuteReader();
        row.Read();
        return row.GetInt32(1);
    }

    /// <summary>
    /// Copies the rest and lets the next commit write from the log's beginning, over what is there: a file that keeps its length is synced
    /// without a word to the file system's journal. Does nothing when a reader is in the way.
    /// </summary>
    /// <param name="writer">The writer's own connection, between two commits, so that only readers can be in the way.</param>
    /// <exception cref="SqliteException">The disk failed.</exception>
    public static void StartOver(SqliteConnection writer)
    {
        using var command = writer.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(RESTART); PRAGMA busy_timeout=5000";
        command.ExecuteNonQuery();
    }
}

using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.DeliveryLog;

/// <summary>Keeps the log within its age and size. It deletes a little after each few thousand rows, so that no writer waits long.</summary>
internal sealed class LogSweep(SqliteConnection connection, RelaySettings settings, TimeProvider time) : IDisposable
{
    private const int EveryRows = 2_000;

    /// <summary>Twice what is written between two sweeps, so that a backlog shrinks.</summary>
    private const int RowsPerSweep = 4_000;

    private const int RowsPerDelete = 500;

    private readonly RawStatement _pages = new(connection, "PRAGMA page_count");
    private readonly RawStatement _free = new(connection, "PRAGMA freelist_count");
    private readonly RawStatement _pageBytes = new(connection, "PRAGMA page_size");
    private readonly RawStatement _oldest = new(connection, "SELECT started_ms FROM attempt ORDER BY id LIMIT 1");

    private readonly RawStatement _delete = new(
        connection, "DELETE FROM attempt WHERE id IN (SELECT id FROM attempt ORDER BY id LIMIT ?1)");

    private readonly RawStatement _giveBack = new(connection, "PRAGMA incremental_vacuum(1000)");
    private int _rows;

    /// <summary>Counts rows written, and sweeps when enough came together.</summary>
    public void AfterRows(int written)
    {
        _rows += written;
        if (_rows < EveryRows)
        {
            return;
        }

        _rows = 0;
        var deleted = 0;
        while (deleted < RowsPerSweep && IsOver())
        {
            deleted += _delete.Bind(1, RowsPerDelete).Run();
        }

        if (deleted > 0)
        {
            while (_giveBack.Read())
            {
                // Each step gives one page back to the file system.
            }
        }
    }

    public void Dispose()
    {
        _pages.Dispose();
        _free.Dispose();
        _pageBytes.Dispose();
        _oldest.Dispose();
        _delete.Dispose();
        _giveBack.Dispose();
    }

    private bool IsOver()
    {
        if (_oldest.ReadNumber() is not { } oldest)
        {
            return false;
        }

        var used = (_pages.ReadNumber() - _free.ReadNumber()) * _pageBytes.ReadNumber();
        var since = time.GetUtcNow().AddHours(-settings.LogHours).ToUnixTimeMilliseconds();
        return oldest < since || used > (long)settings.LogMegabytes * 1024 * 1024;
    }
}

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

    private readonly RawStatement _delete = new(
        connection,
        """
        DELETE FROM attempt WHERE id IN (SELECT id FROM attempt ORDER BY id LIMIT ?1) AND (started_ms < ?2 OR ?3)
        """);

    private readonly RawStatement _giveBack = new(connection, "PRAGMA incremental_vacuum(1000)");
    private int _rows;

    /// <summary>Counts rows written, and sweeps when enough came together.</summary>
    public void AfterRows(int written)
    {
        _rows += written;
        if (_rows >= EveryRows)
        {
            Sweep();
        }
    }

    /// <summary>Removes some of what is too old or too much. Called now and then too, so that age counts where little is written.</summary>
    public void Sweep()
    {
        _rows = 0;
        var deleted = 0;
        var since = time.GetUtcNow().AddHours(-settings.LogHours).ToUnixTimeMilliseconds();
        for (var last = 1; last > 0 && deleted < RowsPerSweep; deleted += last)
        {
            last = _delete.Bind(1, RowsPerDelete).Bind(2, since).Bind(3, IsTooLarge() ? 1 : 0).Run();
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
        _delete.Dispose();
        _giveBack.Dispose();
    }

    private bool IsTooLarge() =>
        (_pages.ReadNumber() - _free.ReadNumber()) * _pageBytes.ReadNumber() > (long)settings.LogMegabytes * 1024 * 1024;
}

using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeRelay.Gateway.Commit;

/// <summary>The writer's connection, its open transaction and the statements prepared on it. Writer's thread only.</summary>
internal sealed class WriteSession(SqliteConnection connection) : IWriteSession, IDisposable
{
    private readonly Dictionary<Type, IPreparedStatements> _prepared = [];
    private SqliteTransaction? _transaction;

    public SqliteConnection Connection => connection;

    public SqliteTransaction Transaction =>
        _transaction ?? throw new InvalidOperationException("No transaction is open: work may only write inside a commit.");

    public T Prepared<T>(Func<SqliteConnection, T> prepare)
        where T : class, IPreparedStatements
    {
        if (!_prepared.TryGetValue(typeof(T), out var statements))
        {
            statements = prepare(connection);
            statements.Enlist(_transaction);
            _prepared.Add(typeof(T), statements);
        }

        return (T)statements;
    }

    public void Begin() => Enlist(connection.BeginTransaction());

    public void Commit()
    {
        Transaction.Commit();
        End();
    }

    /// <summary>Undoes everything since <see cref="Begin"/>. SQLite may have done so itself after a failed commit.</summary>
    public void RollBack()
    {
        try
        {
            _transaction?.Rollback();
        }
        catch (SqliteException)
        {
            // The engine has rolled back already (disk full, IO error); there is nothing left to undo.
        }
        finally
        {
            End();
        }
    }

    /// <summary>Pages of all commits on this connection together.</summary>
    public long PagesWritten()
    {
        const int CacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
        raw.sqlite3_db_status(connection.Handle, CacheWrite, out var pages, out _, resetFlg: 0);
        return pages;
    }

    public void Dispose()
    {
        foreach (var statements in _prepared.Values)
        {
            statements.Dispose();
        }

        connection.Dispose();
    }

    private void End()
    {
        _transaction?.Dispose();
        Enlist(null);
    }

    private void Enlist(SqliteTransaction? transaction)
    {
        _transaction = transaction;
        foreach (var statements in _prepared.Values)
        {
            statements.Enlist(transaction);
        }
    }
}

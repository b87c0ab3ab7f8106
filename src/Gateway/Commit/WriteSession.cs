using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

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

    /// <summary>Copies what is left of the write-ahead log and lets it start over; gives up at once when a reader is in the way.</summary>
    public void RestartWal()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout=5000";
        command.ExecuteNonQuery();
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

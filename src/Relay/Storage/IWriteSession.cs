using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Storage;

/// <summary>The writer's connection with its transaction, as <see cref="IWriteWork"/> sees it.</summary>
public interface IWriteSession
{
    SqliteConnection Connection { get; }

    SqliteTransaction Transaction { get; }

    /// <summary>A set of prepared statements, made once per connection and kept with it.</summary>
    T Prepared<T>(Func<SqliteConnection, T> prepare)
        where T : class, IPreparedStatements;
}

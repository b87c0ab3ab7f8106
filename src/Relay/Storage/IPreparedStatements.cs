using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Storage;

/// <summary>Commands prepared once on the writer's connection. Not thread-safe: used on the writer's thread only.</summary>
public interface IPreparedStatements : IDisposable
{
    /// <summary>Attaches the commands to the transaction that begins now (null between transactions).</summary>
    void Enlist(SqliteTransaction? transaction);
}

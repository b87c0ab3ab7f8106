using EdgeRelay.Relay.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeRelay.Relay.Delivery;

/// <summary>Say which deliveries go together, on the writer's connection.</summary>
internal sealed class BatchStatements(SqliteConnection connection) : IPreparedStatements
{
    private readonly RawStatement _seal = new(connection, "UPDATE delivery SET batch_id = ?2 WHERE id = ?1 AND state < 2");

    // Only of the batch that it was in: it may have joined another since.
    private readonly RawStatement _unseal = new(
        connection, "UPDATE delivery SET batch_id = NULL WHERE id = ?1 AND batch_id = ?2 AND state < 2");

    public void Seal(long deliveryId, Guid batch) => Run(_seal, deliveryId, batch);

    public void Unseal(long deliveryId, Guid batch) => Run(_unseal, deliveryId, batch);

    public void Enlist(SqliteTransaction? transaction)
    {
        // SQLite's own statements run in whatever transaction their connection has open.
    }

    public void Dispose()
    {
        _seal.Dispose();
        _unseal.Dispose();
    }

    private static void Run(RawStatement statement, long deliveryId, Guid batch)
    {
        Span<byte> id = stackalloc byte[16];
        batch.TryWriteBytes(id, bigEndian: true, out _);
        statement.Bind(1, deliveryId).Bind(2, id).Run();
    }
}

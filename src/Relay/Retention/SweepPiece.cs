using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Retention;

/// <summary>Removes some rows of one table.</summary>
internal sealed class SweepPiece(SweptTable table, IReadOnlyList<long> ids, long cutoffMs) : IWriteWork
{
    private readonly TaskCompletionSource<int> _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _rows;

    /// <summary>Rows removed, once that is committed.</summary>
    public Task<int> Removed => _removed.Task;

    public void Write(IWriteSession session)
    {
        var statements = session.Prepared(static connection => new SweepStatements(connection));
        _rows = 0;
        foreach (var id in ids)
        {
            _rows += table == SweptTable.Delivery ? statements.DeleteDelivery(id, cutoffMs) : statements.DeleteEvent(id);
        }
    }

    public void Committed() => _removed.TrySetResult(_rows);

    public void Failed(Exception error) => _removed.TrySetException(error);
}

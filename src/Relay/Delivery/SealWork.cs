using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// Writes a batch's id to its members' rows, before it is first sent: whatever happens afterwards, the same members go together again under the
/// same id.
/// </summary>
internal sealed class SealWork(Guid id, long[] members) : IWriteWork
{
    // What follows is a request, which must not be made on the writer's thread.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when it is committed; fails with the error when it cannot be.</summary>
    public Task Task => _done.Task;

    public void Write(IWriteSession session)
    {
        var statements = session.Prepared(static connection => new BatchStatements(connection));
        foreach (var member in members)
        {
            statements.Seal(member, id);
        }
    }

    public void Committed() => _done.TrySetResult();

    public void Failed(Exception error) => _done.TrySetException(error);
}

using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Delivery;

/// <summary>Takes a batch's id from the rows of members that go singly from now on.</summary>
/// <param name="failed">Told when it could not be written; hands it in again later.</param>
internal sealed class UnsealWork(Guid id, long[] members, Action<UnsealWork, Exception> failed) : IWriteWork
{
    public void Write(IWriteSession session)
    {
        var statements = session.Prepared(static connection => new BatchStatements(connection));
        foreach (var member in members)
        {
            statements.Unseal(member, id);
        }
    }

    public void Committed()
    {
        // Nobody waits for it: a crash before it finds the batch again, which is as good.
    }

    public void Failed(Exception error) => failed(this, error);
}

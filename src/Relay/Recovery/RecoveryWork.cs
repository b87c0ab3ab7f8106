using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Relay.Recovery;

/// <summary>A piece of recovery for the writer, whose result is known once it is committed.</summary>
/// <param name="write">Writes and gives the result; may run again after a transaction that failed.</param>
/// <param name="committed">What follows the commit, on the writer's thread; must not block.</param>
internal sealed class RecoveryWork<T>(Func<IWriteSession, RecoveryStatements, T> write, Action<T>? committed = null) : IWriteWork
{
    // Continuations must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public void Write(IWriteSession session) =>
        _result = write(session, session.Prepared(static connection => new RecoveryStatements(connection)));

    public void Committed()
    {
        committed?.Invoke(_result!);
        _done.TrySetResult(_result!);
    }

    public void Failed(Exception error) => _done.TrySetException(error);
}

using System.Security.Cryptography;

namespace EdgeRelay.Gateway.Api.Operations;

/// <summary>Long work under way: how far it is, and the way to stop it. Thread-safe.</summary>
internal sealed class Operation(long accountId, string kind, long total, DateTimeOffset startedAt, CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private long _done;
    private long _leftOut;

    public string Id { get; } = "op_" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    public long AccountId => accountId;

    /// <summary>What is done, such as <c>recover</c>.</summary>
    public string Kind => kind;

    /// <summary>Pieces that there were to do at the beginning.</summary>
    public long Total => total;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>Pieces that could not be done, because they changed meanwhile.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    public DateTimeOffset StartedAt => startedAt;

    public DateTimeOffset? FinishedAt { get; private set; }

    public OperationState State { get; private set; }

    /// <summary>Asked between two pieces: what is done stays done.</summary>
    public CancellationToken Cancellation => _cancel.Token;

    public void Progress(long done, long leftOut)
    {
        Interlocked.Add(ref _done, done);
        Interlocked.Add(ref _leftOut, leftOut);
    }

    public void Cancel() => _cancel.Cancel();

    public void Finish(OperationState state, DateTimeOffset at) => (FinishedAt, State) = (at, state);

    public void Dispose() => _cancel.Dispose();
}

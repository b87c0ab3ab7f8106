using EdgeRelay.Mqtt;

namespace EdgeRelay.Gateway.Ingest;

/// <summary>Waits for one message to be settled. Thread-safe.</summary>
internal sealed class CommitWait : IAckReceiver
{
    // Settling must not run what waits.
    private readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once it is committed; false when it was abandoned.</summary>
    public Task<bool> Committed => _settled.Task;

    public bool IsBroken => _settled.Task is { IsCompletedSuccessfully: true, Result: false };

    public AckTicket Ticket => new(this, 1);

    public void Settle(long sequence, AckOutcome outcome) => _settled.TrySetResult(outcome == AckOutcome.Committed);
}

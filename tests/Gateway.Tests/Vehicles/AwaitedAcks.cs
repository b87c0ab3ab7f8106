using EdgeRelay.Mqtt;

namespace EdgeRelay.Gateway.Tests.Vehicles;

/// <summary>A sender that counts its acknowledgements and completes when all have come, or one is abandoned: then the rest is not settled any more.</summary>
internal sealed class AwaitedAcks : IAckReceiver
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _allSettled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _awaited;

    public List<long> Committed { get; } = [];

    public List<long> Abandoned { get; } = [];

    public bool IsBroken { get; private set; }

    public Task AllSettled => _allSettled.Task;

    public void Await(int messages)
    {
        lock (_gate)
        {
            _awaited = Committed.Count + Abandoned.Count + messages;
            _allSettled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Settle(long sequence, AckOutcome outcome)
    {
        lock (_gate)
        {
            IsBroken |= outcome == AckOutcome.Abandoned;
            (outcome == AckOutcome.Committed ? Committed : Abandoned).Add(sequence);
            if (IsBroken || Committed.Count + Abandoned.Count == _awaited)
            {
                _allSettled.TrySetResult();
            }
        }
    }
}

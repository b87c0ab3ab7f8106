using EdgeRelay.Mqtt;

namespace EdgeRelay.Gateway.Tests.Vehicles;

/// <summary>A connection that hears of its abandoned message only after <paramref name="meanwhile"/>: until then it is not broken.</summary>
internal sealed class SlowToBreak(Action meanwhile) : IAckReceiver
{
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsBroken => Broken.IsCompleted;

    public Task Broken => _broken.Task;

    public void Settle(long sequence, AckOutcome outcome)
    {
        if (!IsBroken && outcome == AckOutcome.Abandoned)
        {
            meanwhile();
            _broken.TrySetResult();
        }
    }
}

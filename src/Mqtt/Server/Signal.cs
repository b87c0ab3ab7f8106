using System.Threading.Tasks.Sources;

namespace EdgeRelay.Mqtt.Server;

/// <summary>
/// Wakes the one loop that waits. Remembers a wake that comes early; may wake without cause, so the waiter looks again. It is used again and again
/// without allocating, because a full window pauses its connection many times a second.
/// </summary>
internal sealed class Signal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Raised = 1;
    private const int Awaited = 2;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>One waiter at a time.</summary>
    public ValueTask Wait()
    {
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Awaited, Idle) == Idle)
        {
            return new ValueTask(this, _core.Version);
        }

        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    /// <summary>From any thread.</summary>
    public void Raise()
    {
        if (Interlocked.CompareExchange(ref _state, Raised, Idle) == Idle)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _state, Idle, Awaited) == Awaited)
        {
            _core.SetResult(true);
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}

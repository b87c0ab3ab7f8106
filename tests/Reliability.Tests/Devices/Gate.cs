namespace EdgeRelay.Reliability.Tests.Devices;

/// <summary>Tells devices that found nobody at the gateway's port when it is worth trying again. Thread-safe.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next <see cref="Open"/>. Take it before trying to connect.</summary>
    public Task NextOpening
    {
        get
        {
            lock (_lock)
            {
                return _next.Task;
            }
        }
    }

    /// <summary>The gateway listens.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _next.SetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

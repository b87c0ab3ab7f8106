namespace EdgeRelay.Reliability.Tests;

/// <summary>A count that a test can wait for. Thread-safe; one waiter at a time.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private int _count;
    private int _awaited = int.MaxValue;
    private TaskCompletionSource _reached = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Add()
    {
        lock (_gate)
        {
            if (++_count >= _awaited)
            {
                _awaited = int.MaxValue;
                _reached.TrySetResult();
            }
        }
    }

    /// <summary>Completes when <paramref name="more"/> have been added from now on.</summary>
    /// <exception cref="TimeoutException">They were not within the deadline: something stands still.</exception>
    public async Task WaitForMore(int more, TimeSpan deadline)
    {
        Task reached;
        lock (_gate)
        {
            _awaited = _count + more;
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            reached = _reached.Task;
        }

        await reached.WaitAsync(deadline);
    }
}

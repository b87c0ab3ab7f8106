namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// Reads from disk, one after the other in the order in which they were asked for. They share one connection in any case; a thread each would only
/// wait for it, and after a start with a backlog for hundreds of endpoints no thread would be left for the answers of any. Thread-safe.
/// </summary>
/// <remarks>At most one read an endpoint is asked for at a time, so the line is as long as there are endpoints.</remarks>
internal sealed class BacklogReads
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _asked = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;
    private bool _stopping;

    /// <param name="read">Does not throw.</param>
    public void Ask(Action read)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _asked.Enqueue(read);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        Continue();
    }

    /// <summary>Forgets what was asked for.</summary>
    /// <returns>Done when nothing is being read.</returns>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            _asked.Clear();
            return _running ? _stopped.Task : Task.CompletedTask;
        }
    }

    /// <summary>A piece of work for each read: between two of them the pool does what else waits.</summary>
    private void Continue() => ThreadPool.UnsafeQueueUserWorkItem(static self => self.ReadNext(), this, preferLocal: false);

    private void ReadNext()
    {
        if (!TryNext(out var read))
        {
            return;
        }

        read();
        Continue();
    }

    private bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? read)
    {
        lock (_gate)
        {
            if (_asked.TryDequeue(out read))
            {
                return true;
            }

            _running = false;
            if (_stopping)
            {
                _stopped.TrySetResult();
            }

            return false;
        }
    }
}

using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Commit;

/// <summary>What waits for the next commit: lane batches and other work, in order of arrival.</summary>
/// <remarks>
/// Submitting is thread-safe and never blocks; one reader takes everything at once. Bounded by its producers: each lane has a fixed number of
/// batches, each deliverer a bounded number of outcomes.
/// </remarks>
internal sealed class CommitQueue : IWriteQueue, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(false);
    private List<object> _waiting = [];
    private bool _closed;

    public void Submit(IWriteWork work)
    {
        if (!TryAdd(work))
        {
            work.Failed(Closed());
        }
    }

    public void Submit(LaneBatch batch)
    {
        if (!TryAdd(batch))
        {
            batch.Abandon(Closed());
        }
    }

    /// <summary>Waits until something is there to take, or until a <see cref="Nudge"/>.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool WaitForItems()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
            {
                return true;
            }

            if (_closed)
            {
                return false;
            }
        }

        _arrived.WaitOne();
        return true;
    }

    /// <summary>Swaps what waits for <paramref name="group"/>, which must be empty.</summary>
    public void Take(ref List<object> group)
    {
        lock (_gate)
        {
            (group, _waiting) = (_waiting, group);
        }
    }

    /// <summary>Puts work back that a commit could not take for no fault of its own.</summary>
    public void PutBack(IWriteWork work) => Submit(work);

    /// <summary>Waits until something arrives, or a little while.</summary>
    public void WaitAWhile(TimeSpan atMost) => _arrived.WaitOne(atMost);

    /// <summary>Wakes the reader though nothing arrived.</summary>
    public void Nudge() => _arrived.Set();

    /// <summary>Takes nothing more; what waits is still taken by the reader.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _arrived.Set();
    }

    public void Dispose() => _arrived.Dispose();

    private bool TryAdd(object item)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _waiting.Add(item);
        }

        _arrived.Set();
        return true;
    }

    private static ObjectDisposedException Closed() => new(nameof(CommitQueue), "The gateway is shutting down.");
}

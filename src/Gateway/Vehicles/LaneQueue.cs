namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// Many writers, one reader. The reader takes everything at once by swapping two lists: one short lock per message on the way in, one per
/// batch on the way out. A channel would take a lock per message on both sides.
/// </summary>
/// <remarks>Bounded in messages and bytes; at the bound <see cref="TryEnqueue"/> refuses and <see cref="WaitForRoom"/> tells when to try again.</remarks>
internal sealed class LaneQueue(int maxItems, long maxBytes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(false);
    private List<LaneItem> _items = new(1024);
    private long _bytes;
    private bool _readerWaits;
    private TaskCompletionSource? _room;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Appends all items, or none when there is no room. An empty queue takes any one message, however large.</summary>
    public bool TryEnqueue(ReadOnlySpan<LaneItem> items)
    {
        var bytes = 0L;
        foreach (ref readonly var item in items)
        {
            bytes += item.Bytes;
        }

        bool wake;
        lock (_gate)
        {
            if (_items.Count > 0 && (_items.Count + items.Length > maxItems || _bytes + bytes > maxBytes))
            {
                return false;
            }

            _items.AddRange(items);
            _bytes += bytes;
            wake = _readerWaits;
            _readerWaits = false;
        }

        if (wake)
        {
            _arrived.Set();
        }

        return true;
    }

    /// <summary>Completes when the reader has made room.</summary>
    public Task WaitForRoom()
    {
        lock (_gate)
        {
            if (_items.Count == 0)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Swaps the waiting items for <paramref name="items"/>, which must be empty. Waits up to <paramref name="patience"/> for the first.</summary>
    /// <returns>False when nothing arrived in time.</returns>
    public bool Take(ref List<LaneItem> items, TimeSpan patience)
    {
        if (TrySwap(ref items))
        {
            return true;
        }

        _arrived.WaitOne(patience);
        return TrySwap(ref items);
    }

    /// <summary>Wakes the reader though nothing arrived.</summary>
    public void Nudge() => _arrived.Set();

    public void Dispose() => _arrived.Dispose();

    private bool TrySwap(ref List<LaneItem> items)
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            if (_items.Count == 0)
            {
                _readerWaits = true;
                return false;
            }

            (items, _items) = (_items, items);
            _bytes = 0;
            room = _room;
            _room = null;
        }

        room?.SetResult();
        return true;
    }
}

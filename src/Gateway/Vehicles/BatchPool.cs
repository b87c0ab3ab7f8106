using EdgeRelay.Gateway.Commit;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>
/// The batches of one lane: one is being filled while one is being committed and one waits. When none is free the lane waits, its queue
/// fills, and its devices are held back.
/// </summary>
internal sealed class BatchPool
{
    private const int Batches = 3;

    private readonly object _gate = new();
    private readonly Stack<LaneBatch> _free = new(Batches);

    public BatchPool(IBatchOwner owner)
    {
        for (var i = 0; i < Batches; i++)
        {
            _free.Push(new LaneBatch(owner));
        }
    }

    public LaneBatch Rent()
    {
        lock (_gate)
        {
            while (_free.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            return _free.Pop();
        }
    }

    public void Return(LaneBatch batch)
    {
        batch.Clear();
        lock (_gate)
        {
            _free.Push(batch);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the committer has given every batch back but the one that is being filled.</summary>
    public void WaitForOthers()
    {
        lock (_gate)
        {
            while (_free.Count < Batches - 1)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Waits until the committer has given every batch back.</summary>
    public void WaitForAll()
    {
        lock (_gate)
        {
            while (_free.Count < Batches)
            {
                Monitor.Wait(_gate);
            }
        }
    }
}

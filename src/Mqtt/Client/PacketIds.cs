namespace EdgeRelay.Mqtt.Client;

/// <summary>
/// The packet ids of publishes under way and what each belongs to. Ids are used in turn, so that one comes back as late as possible. Not thread-safe.
/// </summary>
internal sealed class PacketIds(int maximum)
{
    private readonly PendingPublish?[] _pending = new PendingPublish?[maximum];
    private readonly Queue<ushort> _free = new(Enumerable.Range(1, maximum).Select(id => (ushort)id));

    public bool IsExhausted => _free.Count == 0;

    public ushort Take(PendingPublish publish)
    {
        var id = _free.Dequeue();
        _pending[id - 1] = publish;
        return id;
    }

    public PendingPublish? Find(ushort id) => id >= 1 && id <= _pending.Length ? _pending[id - 1] : null;

    public void Free(ushort id)
    {
        _pending[id - 1] = null;
        _free.Enqueue(id);
    }

    /// <summary>All that are under way.</summary>
    public IEnumerable<PendingPublish> Pending => _pending.OfType<PendingPublish>();
}

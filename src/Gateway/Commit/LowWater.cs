namespace EdgeRelay.Gateway.Commit;

/// <summary>The journal position below which every sample is in a stored state: the lowest over all lanes. Writer's thread only.</summary>
internal sealed class LowWater(int lanes, long stored)
{
    private readonly long[] _byLane = Enumerable.Repeat(stored, lanes).ToArray();
    private readonly long[] _proposed = Enumerable.Repeat(stored, lanes).ToArray();
    private long _stored = stored;
    private long _storedIfCommitted = stored;

    /// <summary>The committed low-water position. May be read from any thread.</summary>
    public long Position => Interlocked.Read(ref _stored);

    /// <returns>The new lowest position to store, or null when it did not move.</returns>
    public long? Propose(int lane, long position)
    {
        _proposed[lane] = Math.Max(_proposed[lane], position);
        var lowest = _proposed.Min();
        if (lowest <= _storedIfCommitted)
        {
            return null;
        }

        _storedIfCommitted = lowest;
        return lowest;
    }

    public void Committed()
    {
        _proposed.CopyTo(_byLane, 0);
        Interlocked.Exchange(ref _stored, _storedIfCommitted);
    }

    public void RolledBack()
    {
        _byLane.CopyTo(_proposed, 0);
        _storedIfCommitted = Position;
    }
}

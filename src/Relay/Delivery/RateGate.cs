namespace EdgeRelay.Relay.Delivery;

/// <summary>
/// A token bucket: so many messages a second, and after a rest as many at once as one second allows, at least one. Touched under its queue's
/// lock only. Times are Unix ms.
/// </summary>
internal sealed class RateGate(double perSecond)
{
    private readonly double _most = Math.Max(1, perSecond);
    private double _tokens = Math.Max(1, perSecond);
    private long _countedMs;

    public double PerSecond => perSecond;

    /// <summary>The earliest time at which a message may leave; not later than <paramref name="nowMs"/> when one may now.</summary>
    public long NextMs(long nowMs)
    {
        Count(nowMs);
        return _tokens >= 1 ? nowMs : nowMs + (long)Math.Ceiling((1 - _tokens) / perSecond * 1_000);
    }

    public void Take() => _tokens--;

    private void Count(long nowMs)
    {
        // A clock that was set back stops the bucket for as long at most: it counts on from there.
        var elapsed = _countedMs == 0 ? 0 : Math.Max(0, nowMs - _countedMs);
        _tokens = Math.Min(_most, _tokens + (elapsed / 1_000d * perSecond));
        _countedMs = nowMs;
    }
}

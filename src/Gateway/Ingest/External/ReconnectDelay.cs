namespace EdgeRelay.Gateway.Ingest.External;

/// <summary>
/// How long to wait before the next try: twice as long each time up to a bound, and of that a random part of at least half, so that gateways that
/// lost one broker together do not come back together.
/// </summary>
/// <remarks>One loop's, not thread-safe.</remarks>
internal sealed class ReconnectDelay(TimeSpan first, TimeSpan longest, Func<double> dice)
{
    private int _tries;

    public TimeSpan Next()
    {
        var whole = Math.Min(first.TotalMilliseconds * Math.Pow(2, _tries++), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (0.5 + (dice() / 2)));
    }

    /// <summary>The connection was of use: the next trouble is a new one.</summary>
    public void Reset() => _tries = 0;
}

namespace EdgeRelay.Mqtt.Server;

/// <summary>Lets ten lines of one kind through per second: what a stranger can cause must not fill the log. The counters lose nothing.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class LogBudget(TimeProvider clock)
{
    private const int LinesPerSecond = 10;

    private long _windowStart;
    private int _lines;

    /// <returns>False when this second has had its lines.</returns>
    public bool Allows()
    {
        var now = clock.GetTimestamp();
        var start = Volatile.Read(ref _windowStart);
        if (clock.GetElapsedTime(start, now) >= TimeSpan.FromSeconds(1) && Interlocked.CompareExchange(ref _windowStart, now, start) == start)
        {
            Volatile.Write(ref _lines, 0);
        }

        return Interlocked.Increment(ref _lines) <= LinesPerSecond;
    }
}

using System.Numerics;

namespace EdgeRelay.Simulator.Reporting;

/// <summary>
/// Counts of latencies in fixed buckets: exact below 256 µs, then 128 buckets per doubling, so that a reported value is at most 0.8 %
/// above the true one. Fixed size whatever is recorded; recording neither locks nor allocates.
/// </summary>
/// <remarks>Thread-safe. The idea of logarithmic buckets with linear parts is that of Gil Tene's HdrHistogram.</remarks>
internal sealed class LatencyHistogram
{
    private const int PartBits = 7;
    private const int Parts = 1 << PartBits;

    /// <summary>2⁴⁰ µs is 12 days; anything longer counts as that.</summary>
    private const long Longest = (1L << 40) - 1;

    private readonly long[] _counts = new long[BucketOf(Longest) + 1];
    private long _minimum = long.MaxValue;
    private long _maximum;

    public long Count { get; private set; }

    public void Record(TimeSpan latency)
    {
        var microseconds = Math.Clamp(latency.Ticks / TimeSpan.TicksPerMicrosecond, 0, Longest);
        Interlocked.Increment(ref _counts[BucketOf(microseconds)]);
        Lower(ref _minimum, microseconds);
        Raise(ref _maximum, microseconds);
    }

    /// <returns>Null when nothing was recorded.</returns>
    public LatencySummary? Summarize()
    {
        Count = _counts.Sum();
        return Count == 0
            ? null
            : new LatencySummary(
                _minimum / 1000.0, At(0.50), At(0.90), At(0.95), At(0.99), At(0.999), _maximum / 1000.0);
    }

    /// <returns>Milliseconds below or at which <paramref name="quantile"/> of the recorded latencies lie (nearest rank).</returns>
    private double At(double quantile)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                return Math.Clamp(HighestIn(bucket), _minimum, _maximum) / 1000.0;
            }
        }

        return _maximum / 1000.0;
    }

    private static int BucketOf(long microseconds)
    {
        if (microseconds < 2 * Parts)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2((ulong)microseconds) - PartBits;
        return (shift << PartBits) + (int)(microseconds >> shift);
    }

    private static long HighestIn(int bucket)
    {
        if (bucket < 2 * Parts)
        {
            return bucket;
        }

        var shift = (bucket >> PartBits) - 1;
        return (((long)(bucket - (shift << PartBits)) + 1) << shift) - 1;
    }

    private static void Lower(ref long place, long value)
    {
        var seen = Volatile.Read(ref place);
        while (value < seen)
        {
            seen = Interlocked.CompareExchange(ref place, value, seen) is var found && found == seen ? value : found;
        }
    }

    private static void Raise(ref long place, long value)
    {
        var seen = Volatile.Read(ref place);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref place, value, seen) is var found && found == seen ? value : found;
        }
    }
}

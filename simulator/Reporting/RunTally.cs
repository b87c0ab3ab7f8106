using System.Collections.Concurrent;

namespace EdgeRelay.Simulator.Reporting;

/// <summary>What has become of the messages so far.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RunTally
{
    private const int FailureReasons = 20;

    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private long _planned;
    private long _sent;
    private long _acknowledged;
    private long _failed;
    private long _brokenClocks;

    public LatencyHistogram Latency { get; } = new();

    /// <summary>Messages that were due, sent or not.</summary>
    public long Planned => Interlocked.Read(ref _planned);

    public long Sent => Interlocked.Read(ref _sent);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Replayed rows whose time could not be read; they are sent all the same.</summary>
    public long BrokenClocks => Interlocked.Read(ref _brokenClocks);

    /// <summary>Failures by reason; at most twenty reasons are kept apart.</summary>
    public IReadOnlyDictionary<string, long> Failures => _failures;

    public void CountPlanned() => Interlocked.Increment(ref _planned);

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void CountBrokenClock() => Interlocked.Increment(ref _brokenClocks);

    public void CountAcknowledged(TimeSpan latency)
    {
        Interlocked.Increment(ref _acknowledged);
        Latency.Record(latency);
    }

    public void CountFailed(string reason)
    {
        Interlocked.Increment(ref _failed);
        var kept = _failures.Count < FailureReasons || _failures.ContainsKey(reason) ? reason : "other";
        _failures.AddOrUpdate(kept, 1, static (_, count) => count + 1);
    }
}

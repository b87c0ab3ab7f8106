namespace EdgeRelay.Simulator.Reporting;

/// <summary>The figures at the end of a run.</summary>
internal sealed record RunSummary
{
    public required long Planned { get; init; }

    public required long Sent { get; init; }

    public required long Acknowledged { get; init; }

    public required long Failed { get; init; }

    public required long BrokenClocks { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Null when nothing was acknowledged.</summary>
    public LatencySummary? LatencyMilliseconds { get; init; }

    public IReadOnlyDictionary<string, long> Failures { get; init; } = new Dictionary<string, long>();

    /// <summary>Stopped by Ctrl+C before all was sent.</summary>
    public bool Stopped { get; init; }

    /// <summary>Acknowledged messages.</summary>
    public double MessagesPerSecond => Seconds > 0 ? Acknowledged / Seconds : 0;

    public static RunSummary Of(RunTally tally, TimeSpan elapsed, bool stopped) => new()
    {
        Planned = tally.Planned,
        Sent = tally.Sent,
        Acknowledged = tally.Acknowledged,
        Failed = tally.Failed,
        BrokenClocks = tally.BrokenClocks,
        Seconds = elapsed.TotalSeconds,
        LatencyMilliseconds = tally.Latency.Summarize(),
        Failures = new SortedDictionary<string, long>(new Dictionary<string, long>(tally.Failures), StringComparer.Ordinal),
        Stopped = stopped,
    };
}

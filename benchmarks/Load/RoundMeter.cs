using System.Diagnostics;

namespace EdgeRelay.Benchmarks.Load;

/// <summary>Takes the counters at its making and again at <see cref="Stop"/>.</summary>
internal sealed class RoundMeter(LoadGenerator generator, Child target)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _acknowledged = generator.Acknowledged;
    private readonly double _target = target.ProcessorSeconds;
    private readonly double _own = ProcessorTime.SecondsOfOwn();

    public Round Stop() => new(
        generator.Acknowledged - _acknowledged,
        Stopwatch.GetElapsedTime(_started).TotalSeconds,
        target.ProcessorSeconds - _target,
        ProcessorTime.SecondsOfOwn() - _own);
}

namespace EdgeRelay.Benchmarks.Load;

/// <summary>One measured stretch.</summary>
/// <param name="Count">Acks, or POSTs.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="TargetSeconds">Processor time of the process under test.</param>
/// <param name="OwnSeconds">Processor time of the generator.</param>
internal readonly record struct Round(long Count, double Seconds, double TargetSeconds, double OwnSeconds)
{
    public double PerSecond => Count / Seconds;

    /// <summary>Processor time of the target per message, microseconds.</summary>
    public double TargetMicroseconds => TargetSeconds / Count * 1e6;

    /// <summary>Processors that the target had while it ran, of the machine's.</summary>
    public double TargetProcessors => TargetSeconds / Seconds;

    public double OwnProcessors => OwnSeconds / Seconds;
}

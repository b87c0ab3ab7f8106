namespace EdgeRelay.Simulator.Reporting;

/// <summary>Latency from planned send to acknowledgement, milliseconds.</summary>
internal sealed record LatencySummary(double Min, double P50, double P90, double P95, double P99, double P999, double Max);

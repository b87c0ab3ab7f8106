using System.Globalization;

namespace EdgeRelay.Simulator.Reporting;

/// <summary>A bound on one figure of the summary, as in <c>p99&lt;250</c> or <c>failed==0</c>. Missing it ends the run with 99.</summary>
internal sealed record Threshold(string Figure, string Operator, double Bound)
{
    private static readonly string[] Operators = ["<=", ">=", "==", "<", ">"];

    public static IReadOnlyList<string> Figures { get; } =
        ["planned", "sent", "acknowledged", "failed", "messages_per_second", "min", "p50", "p90", "p95", "p99", "p99.9", "max"];

    /// <returns>Null when <paramref name="text"/> is none.</returns>
    public static Threshold? Parse(string text)
    {
        foreach (var comparison in Operators)
        {
            var at = text.IndexOf(comparison, StringComparison.Ordinal);
            if (at > 0)
            {
                var figure = text[..at].Trim();
                var isNumber = double.TryParse(text[(at + comparison.Length)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var bound);
                return isNumber && Figures.Contains(figure) ? new Threshold(figure, comparison, bound) : null;
            }
        }

        return null;
    }

    /// <summary>A latency that does not exist, because nothing was acknowledged, misses every bound.</summary>
    public bool IsMet(RunSummary summary)
    {
        var value = Value(summary);
        return Operator switch
        {
            "<" => value < Bound,
            "<=" => value <= Bound,
            ">" => value > Bound,
            ">=" => value >= Bound,
            _ => value == Bound,
        };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Figure}{Operator}{Bound}");

    private double Value(RunSummary summary) => Figure switch
    {
        "planned" => summary.Planned,
        "sent" => summary.Sent,
        "acknowledged" => summary.Acknowledged,
        "failed" => summary.Failed,
        "messages_per_second" => summary.MessagesPerSecond,
        "min" => summary.LatencyMilliseconds?.Min ?? double.NaN,
        "p50" => summary.LatencyMilliseconds?.P50 ?? double.NaN,
        "p90" => summary.LatencyMilliseconds?.P90 ?? double.NaN,
        "p95" => summary.LatencyMilliseconds?.P95 ?? double.NaN,
        "p99" => summary.LatencyMilliseconds?.P99 ?? double.NaN,
        "p99.9" => summary.LatencyMilliseconds?.P999 ?? double.NaN,
        _ => summary.LatencyMilliseconds?.Max ?? double.NaN,
    };
}

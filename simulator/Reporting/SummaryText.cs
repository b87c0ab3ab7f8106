using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgeRelay.Simulator.Reporting;

/// <summary>A run's summary for people and for programs.</summary>
internal static class SummaryText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static string Plain(RunSummary summary)
    {
        var text = new StringBuilder();
        Line(text, $"planned       {summary.Planned}");
        Line(text, $"sent          {summary.Sent}");
        Line(text, $"acknowledged  {summary.Acknowledged}");
        Line(text, $"failed        {summary.Failed}");
        foreach (var (reason, count) in summary.Failures)
        {
            Line(text, $"  {count} × {reason}");
        }

        if (summary.BrokenClocks > 0)
        {
            Line(text, $"broken clocks {summary.BrokenClocks} (sent as they are, for the gateway to reject)");
        }

        Line(text, $"seconds       {summary.Seconds:0.0}");
        Line(text, $"messages/s    {summary.MessagesPerSecond:0.0}");
        if (summary.LatencyMilliseconds is { } ms)
        {
            Line(text, $"latency ms    min {ms.Min:0.0}  p50 {ms.P50:0.0}  p90 {ms.P90:0.0}  p95 {ms.P95:0.0}  p99 {ms.P99:0.0}  p99.9 {ms.P999:0.0}  max {ms.Max:0.0}");
        }

        if (summary.Stopped)
        {
            Line(text, $"stopped before the end");
        }

        return text.ToString();
    }

    /// <summary>The same figures as one JSON object, snake_case.</summary>
    public static string AsJson(RunSummary summary) => JsonSerializer.Serialize(summary, Json) + "\n";

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

using System.Globalization;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Inspections;

/// <summary>Each driver vehicle inspection report, whatever the telemetry says: position, windows and watermark play no part.</summary>
internal static class InspectionRule
{
    public static InputVerdict Apply(ref Turn turn, InspectionReport report)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"{report.ReportId}:{report.Revision}");
        if (!turn.State.Inspections.Remember(StableHash.Of((ulong)report.Time.UnixMilliseconds, subject)))
        {
            return InputVerdict.Duplicate;
        }

        turn.State.LastReceived ??= turn.Received;
        foreach (var watch in turn.Plan.Inspections)
        {
            if (!watch.Detection.OnlyWithDefects || report.DefectCount > 0)
            {
                turn.Report(watch, subject, new EventDetail.Inspected(report));
            }
        }

        return InputVerdict.Applied;
    }
}

using System.Globalization;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Inspections;

/// <summary>Each driver vehicle inspection report, whatever the telemetry says: position, windows and watermark play no part.</summary>
internal static class InspectionRule
{
    public static InputVerdict Apply(ref Turn turn, InspectionReport report)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"{report.ReportId}:{report.Revision}");
        var content = StableHash.Of((ulong)report.Time.UnixMilliseconds, subject);
        var reportHash = (uint)StableHash.Of(0, report.ReportId);
        if (!turn.State.ToChange.Inspections.Remember(content, reportHash, report.Revision, out var isOutdated))
        {
            return InputVerdict.Duplicate;
        }

        turn.State.LastReceived ??= turn.Received;
        turn.Late |= isOutdated;
        foreach (var watch in turn.Plan.Inspections)
        {
            if (IsWanted(watch.Detection, report))
            {
                turn.Report(watch, subject, new EventDetail.Inspected(report));
            }
        }

        return InputVerdict.Applied;
    }
    private static bool IsWanted(Detection.Dvir want, InspectionReport report) =>
        (!want.OnlyWithDefects || report.DefectCount > 0)
        && want.Statuses.Accepts(report.Status)
        && (want.OnUpdate || report.Revision <= 1);
}

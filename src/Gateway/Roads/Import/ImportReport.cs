using System.Globalization;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Tells the operator what an import found.</summary>
internal static class ImportReport
{
    private const int UnreadableShown = 10;

    public static void Write(TextWriter output, string target, RoadImportSummary summary)
    {
        Line(output, $"{target}: {summary.FileBytes / 1e6:N1} MB, {summary.Edges:N0} pieces of road between junctions, {summary.Segments:N0} segments");
        Line(output, $"  {summary.WaysRead:N0} ways read, {summary.WaysWithMaxspeed:N0} of them with maxspeed; {summary.Roads:N0} are roads, {summary.RoadsWithLimit:N0} of them with a limit ({summary.LimitsInMph:N0} in mph)");
        if (summary.Unitless > 0 && summary.UnitlessIsMph)
        {
            Line(output, $"  {summary.Unitless:N0} limits without unit were read as mph, because most of this extract is: {Ways(summary)}");
        }

        if (summary.ConditionalLimits > 0)
        {
            Line(output, $"  {summary.ConditionalLimits:N0} roads have limits at certain times; those are not used");
        }

        if (summary.UnreadableValues.Count > 0)
        {
            Line(output, $"  values of maxspeed that give no limit: {Unreadable(summary)}");
        }

        if (summary.MissingNodes > 0)
        {
            Line(output, $"  {summary.MissingNodes:N0} points of roads are not in the extract, where it was cut");
        }
    }

    private static string Ways(RoadImportSummary summary)
    {
        var listed = string.Join(", ", summary.UnitlessWays.Select(id => "way " + id.ToString(CultureInfo.InvariantCulture)));
        return summary.Unitless > summary.UnitlessWays.Count ? $"{listed} and {summary.Unitless - summary.UnitlessWays.Count} more" : listed;
    }

    private static string Unreadable(RoadImportSummary summary)
    {
        var most = summary.UnreadableValues.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", most.Take(UnreadableShown).Select(v => $"'{Printable(v.Key)}' {v.Value}×"));
        return most.Count > UnreadableShown ? $"{shown} and {most.Skip(UnreadableShown).Sum(v => v.Value)} of {most.Count - UnreadableShown} other values" : shown;
    }

    // Anybody can edit the map; a terminal should not obey it.
    private static string Printable(string value) =>
        string.Concat((value.Length > 40 ? value[..40] + "…" : value).Select(c => char.IsControl(c) ? '?' : c));

    private static void Line(TextWriter output, FormattableString text) =>
        output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

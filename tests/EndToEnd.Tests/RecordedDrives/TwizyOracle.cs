using System.Globalization;
using System.Text.Json;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.RecordedDrives;

/// <summary>What was counted in one recorded drive, independently of this project.</summary>
/// <param name="BadTimes">Rows whose date cannot be read.</param>
internal sealed record TwizyOracle(string File, int Rows, int BadTimes, JsonElement Counts)
{
    /// <summary>The vehicle that the simulator makes of the file.</summary>
    public string Vehicle => Path.GetFileNameWithoutExtension(File);

    public static IReadOnlyList<TwizyOracle> Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(SharedRecordings.Path("oracle", "twizy_speed_idle.json")));
        return [.. document.RootElement.EnumerateArray().Select(drive => new TwizyOracle(
            drive.GetProperty("file").GetString()!,
            drive.GetProperty("rows_total").GetInt32(),
            drive.GetProperty("bad_timestamp_rows").GetInt32(),
            drive.Clone()))];
    }

    /// <param name="column"><c>Speed</c> or <c>GpsSpeed</c>.</param>
    /// <param name="rule"><c>speed</c> or <c>posted</c>.</param>
    /// <param name="figure"><c>at_or_over</c> or <c>episodes</c>.</param>
    public int Speeding(string column, string rule, int mph, string figure) =>
        Counts.GetProperty(column).GetProperty(rule).GetProperty(Text(mph)).GetProperty(figure).GetInt32();

    public int Idles(int minSeconds) => Counts.GetProperty("idle_counts").GetProperty(Text(minSeconds)).GetInt32();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

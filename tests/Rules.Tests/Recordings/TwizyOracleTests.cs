using System.Globalization;
using System.Text.Json;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Recordings;

/// <summary>Seven recorded drives against counts that were made without this project: the raw profile must meet them exactly.</summary>
public sealed class TwizyOracleTests
{
    private static readonly int[] SpeedsMph = [10, 20, 25, 30, 40];
    private static readonly int[] OversMph = [1, 3, 5, 10];
    private static readonly int[] IdleSeconds = [30, 60, 120, 300];

    [RecordedDataFact]
    public void Speeds_and_idling_are_counted_exactly()
    {
        using var oracle = JsonDocument.Parse(File.ReadAllText(SharedRecordings.Path("oracle", "twizy_speed_idle.json")));
        foreach (var file in oracle.RootElement.EnumerateArray())
        {
            var path = SharedRecordings.Path(file.GetProperty("file").GetString()!);
            CompareSpeeds(file.GetProperty("Speed"), Run(path, "Speed"));
            CompareSpeeds(file.GetProperty("GpsSpeed"), Run(path, "GpsSpeed"));
            foreach (var seconds in IdleSeconds)
            {
                var expected = file.GetProperty("idle_counts").GetProperty(Text(seconds)).GetInt32();
                Assert.Equal(expected, Count(Run(path, "Speed"), new Detection.Idle { MinSeconds = seconds }, EventKind.Start));
            }
        }
    }

    private static void CompareSpeeds(JsonElement oracle, List<RuleEvent> events)
    {
        foreach (var mph in SpeedsMph)
        {
            var expected = oracle.GetProperty("speed").GetProperty(Text(mph));
            Assert.Equal(expected.GetProperty("at_or_over").GetInt32(), Count(events, new Detection.Speed { Mph = mph }, EventKind.Report));
            Assert.Equal(
                expected.GetProperty("episodes").GetInt32(), Count(events, new Detection.Speed { Mph = mph, Episode = true }, EventKind.Start));
        }

        foreach (var over in OversMph)
        {
            var expected = oracle.GetProperty("posted").GetProperty(Text(over));
            Assert.Equal(expected.GetProperty("at_or_over").GetInt32(), Count(events, new Detection.PostedSpeed { OverMph = over }, EventKind.Report));
            Assert.Equal(
                expected.GetProperty("episodes").GetInt32(), Count(events, new Detection.PostedSpeed { OverMph = over, Episode = true }, EventKind.Start));
        }
    }

    private static int Count(List<RuleEvent> events, Detection detection, EventKind kind) =>
        events.Count(e => e.Kind == kind && e.Detection.Canonical == detection.Canonical);

    private static List<RuleEvent> Run(string path, string speedColumn)
    {
        var drive = new Drive(Given.Raw(
        [
            .. SpeedsMph.Select(mph => new Detection.Speed { Mph = mph }),
            .. SpeedsMph.Select(mph => new Detection.Speed { Mph = mph, Episode = true }),
            .. OversMph.Select(over => new Detection.PostedSpeed { OverMph = over }),
            .. OversMph.Select(over => new Detection.PostedSpeed { OverMph = over, Episode = true }),
            .. IdleSeconds.Select(seconds => new Detection.Idle { MinSeconds = seconds }),
        ]));
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split(',');
        for (var i = 1; i < lines.Length; i++)
        {
            if (SampleOf(lines[i].Split(','), columns, speedColumn, (ulong)i) is { } sample)
            {
                drive.Send(sample);
                Assert.Equal(InputVerdict.Applied, drive.LastVerdict);
            }
        }

        return drive.Events;
    }

    /// <returns>Null for a row whose clock is broken: the oracle skips those too.</returns>
    private static Sample? SampleOf(string[] cells, string[] columns, string speedColumn, ulong row)
    {
        var clock = cells[Array.IndexOf(columns, "Date")] + " " + cells[Array.IndexOf(columns, "Time")];
        if (!DateTimeOffset.TryParseExact(
            clock, "MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) || time.Year != 2021)
        {
            return null;
        }

        double Cell(string column) => double.Parse(cells[Array.IndexOf(columns, column)], CultureInfo.InvariantCulture);
        return new Sample
        {
            Time = Instant.From(time),
            Received = Instant.From(time),
            ContentHash = row,
            GpsSpeed = Speed.FromKmh(Cell(speedColumn)),
            PostedLimit = Cell("SpeedLimit") > 0 ? Speed.FromKmh(Cell("SpeedLimit")) : null,
            Position = new Position(Cell("LAT"), Cell("LON")),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

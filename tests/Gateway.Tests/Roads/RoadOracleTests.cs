using System.Globalization;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Roads;

/// <summary>Limits against the oracles of the recorded drives: nearest way by plain distance, where that is beyond doubt.</summary>
public sealed class RoadOracleTests
{
    [RecordedDataFact]
    public void San_Franciscos_taxis_get_the_oracles_limit_or_none_but_never_a_lower_one()
    {
        using var roads = new Imported(SharedRecordings.Path("osm", "sf_north.osm.gz"));
        var rows = Rows("sf_limits.csv");
        var (equal, unknown, higher, lower, otherFired) = (0, 0, new List<string>(), new List<string>(), 0);

        foreach (var taxi in rows.GroupBy(r => r.Track))
        {
            var wanted = taxi.ToDictionary(r => r.Sequence);
            var state = new VehicleState(new VehicleKey(1, taxi.Key));
            var events = new List<RuleEvent>();
            var book = new RuleBook { Version = 1, Roads = roads.Network, Detections = [new Detection.PostedSpeed { OverMph = 0 }] };
            foreach (var (sequence, sample) in TaxiSamples(taxi.Key))
            {
                events.Clear();
                RuleEngine.Apply(state, sample, book, events);
                if (!wanted.TryGetValue(sequence, out var row))
                {
                    continue;
                }

                var limit = state.Snapshot().PostedLimit?.KilometersPerHour;
                otherFired += !row.IsUnambiguous && row.LimitKmh is null && row.NextDifferentMeters >= 60 && events.Count > 0 ? 1 : 0;
                if (!row.IsUnambiguous)
                {
                    continue;
                }

                _ = limit switch
                {
                    null => unknown++,
                    { } known when Math.Abs(known - row.LimitKmh!.Value) < 0.01 => equal++,
                    { } known when known > row.LimitKmh => Note(higher, row, known),
                    { } known => Note(lower, row, known),
                };
            }
        }

        Assert.Equal(644, equal + unknown + higher.Count + lower.Count);
        Assert.True(lower.Count == 0, $"{lower.Count} lower: {string.Join("; ", lower.Take(5))}");
        Assert.True(equal + unknown >= 0.99 * 644, $"{equal} equal, {unknown} unknown, {higher.Count} higher: {string.Join("; ", higher.Take(8))}");
        Assert.True(equal >= 0.9 * 644, $"only {equal} equal, {unknown} unknown");
        Assert.Equal(0, otherFired);
    }

    [RecordedDataTheory]
    [InlineData("andorra_limits.csv", "osm/andorra.osm.pbf", 21)]
    [InlineData("itinero_limits.csv", "itinero/car_network.osm.pbf", 19)]
    public void Where_neither_the_way_nor_its_neighbours_have_a_limit_none_is_found(string oracle, string extract, int count)
    {
        using var roads = new Imported(SharedRecordings.Path(extract.Split('/')));
        var rows = Rows(oracle);
        Assert.Equal(count, rows.Count);

        foreach (var track in rows.GroupBy(r => r.Track))
        {
            var state = new VehicleState(new VehicleKey(1, track.Key));
            var book = new RuleBook { Version = 1, Roads = roads.Network };
            foreach (var row in track)
            {
                var time = Instant.FromUnixSeconds(1_700_000_000 + (10 * row.Sequence));
                RuleEngine.Apply(
                    state, new Sample { Time = time, Received = time, Position = row.Position }, book, []);

                if (row.LimitKmh is null && row.NextDifferentMeters >= 60)
                {
                    Assert.Null(state.Snapshot().PostedLimit);
                }
            }
        }
    }

    private static int Note(List<string> list, Row row, double limit)
    {
        list.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Track} {row.Sequence} at {row.Position.Latitude},{row.Position.Longitude}: {limit:F1} not {row.LimitKmh:F1} km/h, way {row.WayId} at {row.Meters} m"));
        return list.Count;
    }

    private static IEnumerable<(int Sequence, Sample Sample)> TaxiSamples(string taxi) =>
        File.ReadLines(SharedRecordings.Path("cabspotting", $"new_{taxi}.txt")).Select((line, i) =>
        {
            var fields = line.Split(' ');
            var time = Instant.FromUnixSeconds(Number(fields[3]));
            return (i, new Sample
            {
                Time = time,
                Received = time,
                Sequence = i,
                Position = new Position(Number(fields[0]), Number(fields[1])),
            });
        });

    private static List<Row> Rows(string oracle) =>
    [
        .. File.ReadLines(SharedRecordings.Path("oracle", oracle)).Skip(1).Select(Fields).Select(f => new Row(
            f[0],
            int.Parse(f[1], CultureInfo.InvariantCulture),
            new Position(Number(f[3]), Number(f[4])),
            f[5],
            f[9].Length > 0 ? Number(f[9]) : null,
            Number(f[10]),
            Number(f[11]),
            f[12] == "1")),
    ];

    // Names may be quoted and hold commas.
    private static string[] Fields(string line)
    {
        var quoted = line.Split('"');
        for (var i = 1; i < quoted.Length; i += 2)
        {
            quoted[i] = quoted[i].Replace(',', ' ');
        }

        return string.Concat(quoted).Split(',');
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Row(
        string Track, int Sequence, Position Position, string WayId, double? LimitKmh, double Meters, double NextDifferentMeters, bool IsUnambiguous);
}

using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.State;
using EdgeRelay.Testing;
using Xunit.Abstractions;

namespace EdgeRelay.Gateway.Tests.Landmarks;

/// <summary>Every fix of the recorded drives goes through the rules in the raw profile; who entered and left what is compared with the oracles.</summary>
public sealed class RecordedDrivesTests(ITestOutputHelper output)
{
    /// <summary>Nearer than this to a border, the two oracles themselves disagree (metres).</summary>
    private const double BorderExcuseMeters = 0.01;

    [RecordedDataFact]
    public void Taxis_enter_and_leave_the_neighbourhoods_as_the_oracle_says() =>
        Compare(RecordedTracks.Taxis(), "sf_neighborhoods_blackmad.geojson", "sf_cabs_events.csv.gz", fixes: 110_714);

    [RecordedDataFact]
    public void Trips_enter_and_leave_the_districts_as_the_oracle_says() =>
        Compare(RecordedTracks.GeolifeTrips(), "beijing_districts_110100.geojson", "geolife_events.csv.gz", fixes: 563_959);

    [RecordedDataFact]
    public void Ships_enter_and_leave_the_counties_as_the_oracle_says() =>
        Compare(RecordedTracks.Ships(), "us_counties_10m.geojson.gz", "ais_counties_events.csv.gz", fixes: 88_532);

    [RecordedDataFact]
    public void Every_published_polygon_loads_and_the_invalid_ones_are_repaired()
    {
        var neighbourhoods = new RecordedPolygons("sf_neighborhoods_blackmad.geojson");
        var districts = new RecordedPolygons("beijing_districts_110100.geojson");
        var counties = new RecordedPolygons("us_counties_10m.geojson.gz");
        var states = new RecordedPolygons("us_states_10m.geojson");

        Assert.All([neighbourhoods, districts, states], p => Assert.Empty(p.Reading.Faults));
        var collapsed = Assert.Single(counties.Reading.Faults);
        Assert.Equal("/features/629/geometry/coordinates/0", collapsed.Pointer);
        Assert.Contains("fewer than three distinct points", collapsed.Message, StringComparison.Ordinal);
        Assert.Equal(
            (37, 16, 3_230, 56),
            (neighbourhoods.Reading.Drafts.Count(), districts.Reading.Drafts.Count(), counties.Reading.Drafts.Count(), states.Reading.Drafts.Count()));
        Assert.Equal(3, neighbourhoods.Repaired(LandmarkGeometryRepairs.BordersRemade));
        Assert.Equal(0, districts.Repaired(LandmarkGeometryRepairs.BordersRemade));

        // 39 are said to be invalid: 21 have borders to be made anew, others a part or hole of two points, one is nothing else.
        Assert.Equal(21, counties.Repaired(LandmarkGeometryRepairs.BordersRemade));
        Assert.Equal(18, counties.Repaired(LandmarkGeometryRepairs.PartDropped));
        Assert.Equal(1, counties.Repaired(LandmarkGeometryRepairs.Unwrapped));
    }

    private void Compare(IEnumerable<RecordedFix> track, string polygonFile, string oracleFile, int fixes)
    {
        var polygons = new RecordedPolygons(polygonFile);
        var all = track.ToList();
        var index = polygons.Index();
        var names = polygons.OracleNames();

        var seen = EnterAndLeave(all, index, names);

        var expected = RecordedTracks.Oracle(oracleFile);
        var different = seen.Except(expected).Concat(expected.Except(seen)).ToList();
        var unexcused = different.Where(e => !LiesOnBorder(e, all, index, names)).ToList();
        output.WriteLine($"{seen.Count} events, {different.Count} differ on a border, {unexcused.Count} elsewhere");
        Assert.Equal(fixes, all.Count);
        Assert.NotEmpty(expected);
        Assert.Empty(unexcused);
    }

    private static HashSet<RecordedEvent> EnterAndLeave(List<RecordedFix> fixes, LandmarkIndex index, string[] names)
    {
        var book = new RuleBook
        {
            Version = 1,
            Profile = RuleProfile.Raw,
            Landmarks = index,
            Detections = [new Detection.LandmarkEnter(), new Detection.LandmarkLeave()],
        };
        var events = new HashSet<RecordedEvent>();
        var states = new Dictionary<string, VehicleState>(StringComparer.Ordinal);
        var told = new List<RuleEvent>();
        for (var i = 0; i < fixes.Count; i++)
        {
            // Fixes come in the order of time; how far apart they are plays no part in the raw profile.
            var time = new Instant(i * 1_000L);
            var fix = fixes[i];
            if (!states.TryGetValue(fix.Vehicle, out var state))
            {
                states.Add(fix.Vehicle, state = new VehicleState(new VehicleKey(1, fix.Vehicle)));
            }

            told.Clear();
            RuleEngine.Apply(state, new Sample { Time = time, Received = time, ContentHash = (ulong)i, Position = fix.Position }, book, told);
            Assert.All(told, e => Assert.Equal(time, e.OccurredAt));
            events.UnionWith(told.Select(e => new RecordedEvent(
                i, e.Kind == EventKind.Enter, names[((EventDetail.LandmarkCrossed)e.Detail).LandmarkId])));
        }

        return events;
    }

    private static bool LiesOnBorder(RecordedEvent e, List<RecordedFix> fixes, LandmarkIndex index, string[] names)
    {
        var shape = index.Find(Array.IndexOf(names, e.Polygon))!.Shape;
        Position[] places = [fixes[e.FixIndex].Position, fixes[e.FixIndex - 1].Position];
        return places.Any(p => shape.MetersToBorder(p) < BorderExcuseMeters);
    }
}

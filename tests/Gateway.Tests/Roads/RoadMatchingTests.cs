using EdgeRelay.Rules.Events;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Roads;

public sealed class RoadMatchingTests
{
    private const double East = 90;
    private const double West = 270;
    private const double North = 0;

    [Fact]
    public void On_a_motorway_beside_a_side_road_the_motorways_limit_holds()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=motorway,maxspeed=70 mph", (0, 0), (1000, 0))
            .Way(2, "highway=residential,maxspeed=25 mph", (0, -25), (1000, -25)));
        var drive = new RoadDrive(roads.Network);

        for (var i = 0; i < 20; i++)
        {
            drive.To(100 + (30 * i), i % 2 == 0 ? -6 : 3, 108, East);
            Assert.Equal(70, drive.LimitMph!.Value, 6);
        }

        Assert.Empty(drive.Events);
    }

    [Fact]
    public void Between_two_roads_the_higher_limit_counts()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=primary,maxspeed=45 mph", (0, 0), (1000, 0))
            .Way(2, "highway=residential,maxspeed=25 mph", (0, -16), (1000, -16)));

        Assert.Equal(45, new RoadDrive(roads.Network).To(500, -9, 60, East).LimitMph!.Value, 6);
    }

    [Fact]
    public void A_doubt_about_a_road_without_a_limit_leaves_it_unknown()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=primary", (0, 0), (1000, 0))
            .Way(2, "highway=residential,maxspeed=25 mph", (0, -16), (1000, -16)));
        var drive = new RoadDrive(roads.Network);

        Assert.Null(drive.To(500, -8, 100, East).LimitMph);
        Assert.Empty(drive.Events);
    }

    [Theory]
    [InlineData(East)]
    [InlineData(null)]
    public void Under_a_bridge_the_road_above_does_not_count(double? heading)
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=motorway,maxspeed=70 mph", (0, 0), (1000, 0))
            .Way(2, "highway=residential,maxspeed=25 mph,bridge=yes", (500, -300), (500, 300)));
        var drive = new RoadDrive(roads.Network);

        for (var east = 300; east <= 700; east += 10)
        {
            Assert.Equal(70, drive.To(east, 1, 105, heading).LimitMph!.Value, 6);
        }
    }

    [Fact]
    public void Standing_on_the_road_under_a_bridge_the_way_that_was_driven_tells_the_roads_apart()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=primary,maxspeed=50 mph", (0, 0), (1000, 0))
            .Way(2, "highway=residential,bridge=yes", (500, -300), (500, 300)));
        var drive = new RoadDrive(roads.Network);

        for (var east = 400; east <= 500; east += 2)
        {
            drive.To(east, 0, 7, null);
        }

        Assert.Equal(50, drive.LimitMph!.Value, 6);
    }

    [Fact]
    public void A_oneway_counts_only_for_those_who_go_its_way()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=primary,maxspeed=50 mph,oneway=yes", (0, 0), (1000, 0))
            .Way(2, "highway=primary,maxspeed=40 mph,oneway=-1", (0, 12), (1000, 12)));

        Assert.Equal(50, new RoadDrive(roads.Network).To(500, 6, 60, East).LimitMph!.Value, 6);
        Assert.Equal(40, new RoadDrive(roads.Network).To(500, 6, 60, West).LimitMph!.Value, 6);
    }

    [Fact]
    public void A_motorway_and_a_roundabout_lead_one_way_without_saying_so()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=motorway,maxspeed=70 mph", (0, 0), (1000, 0))
            .Way(2, "highway=primary,junction=roundabout,maxspeed=20 mph", (0, 500), (40, 540), (0, 580), (-40, 540), (0, 500)));

        Assert.Null(new RoadDrive(roads.Network).To(500, 0, 60, West).LimitMph);
        Assert.Equal(20, new RoadDrive(roads.Network).To(20, 520, 30, 45).LimitMph!.Value, 6);
        Assert.Null(new RoadDrive(roads.Network).To(20, 520, 30, 225).LimitMph);
    }

    [Fact]
    public void Forward_and_backward_limits_hold_in_their_directions()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=primary,maxspeed=40 mph,maxspeed:forward=55 mph,maxspeed:backward=none", (0, 0), (1000, 0))
            .Way(2, "highway=primary,maxspeed=40 mph,maxspeed:backward=signals", (0, 500), (1000, 500)));

        Assert.Equal(55, new RoadDrive(roads.Network).To(500, 0, 60, East).LimitMph!.Value, 6);
        Assert.Null(new RoadDrive(roads.Network).To(500, 0, 60, West).LimitMph);
        Assert.Equal(40, new RoadDrive(roads.Network).To(500, 500, 60, East).LimitMph!.Value, 6);
        Assert.Null(new RoadDrive(roads.Network).To(500, 500, 60, West).LimitMph);
    }

    [Fact]
    public void Nobody_drives_faster_than_60_kmh_on_a_service_road()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=service,maxspeed=10 mph", (0, 0), (1000, 0))
            .Way(2, "highway=primary,maxspeed=50 mph", (0, -20), (1000, -20)));

        Assert.Equal(10, new RoadDrive(roads.Network).To(500, 0, 40, East).LimitMph!.Value, 6);
        Assert.Equal(50, new RoadDrive(roads.Network).To(500, 0, 61, East).LimitMph!.Value, 6);
    }

    [Fact]
    public void Far_from_every_road_and_across_them_the_limit_is_unknown()
    {
        using var roads = new Imported(new DrawnRoads().Way(1, "highway=primary,maxspeed=50 mph", (0, 0), (1000, 0)));

        Assert.Null(new RoadDrive(roads.Network).To(500, 31, 60, East).LimitMph);
        Assert.Equal(50, new RoadDrive(roads.Network).To(500, 31, 60, East, accuracy: 15).LimitMph!.Value, 6);
        Assert.Null(new RoadDrive(roads.Network).To(500, 0, 60, North).LimitMph);
    }

    [Fact]
    public void Without_a_heading_the_bearing_from_the_fix_before_tells_the_direction()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(1, "highway=primary,maxspeed=50 mph,maxspeed:backward=30 mph", (0, 0), (1000, 0)));

        Assert.Equal(30, new RoadDrive(roads.Network).To(520, 0, 60, null).To(500, 0, 60, null).LimitMph!.Value, 6);
        // A fix that is too old or too near tells nothing, so both directions may be meant.
        Assert.Equal(50, new RoadDrive(roads.Network).To(520, 0, 60, null).To(500, 0, 60, null, seconds: 16).LimitMph!.Value, 6);
        Assert.Equal(50, new RoadDrive(roads.Network).To(510, 0, 60, null).To(500, 0, 60, null).LimitMph!.Value, 6);
    }

    [Fact]
    public void The_event_names_the_way_and_how_far_it_is()
    {
        using var roads = new Imported(new DrawnRoads()
            .Way(4711, "highway=primary,maxspeed=50 mph,name=Main Street", (0, 0), (1000, 0)));
        var drive = new RoadDrive(roads.Network);

        drive.To(500, 4, 100, East);

        var detail = Assert.IsType<EventDetail.OverPostedSpeed>(Assert.Single(drive.Events).Detail);
        Assert.Equal(("map", "Main Street", "4711"), (detail.LimitSource, detail.Road, detail.WayId));
        Assert.Equal(4, detail.MatchDistanceMeters!.Value, 0.1);
        Assert.Equal(50, detail.Limit.MilesPerHour);
    }

    [Fact]
    public void A_restart_in_the_middle_of_a_drive_changes_no_limit()
    {
        var seed = Seeds.Next();
        using var roads = new Imported(Grid());
        var (whole, cut) = (new RoadDrive(roads.Network), new RoadDrive(roads.Network));
        var random = new Random(seed);
        var (east, north) = (150.0, 0.0);

        for (var i = 0; i < 300; i++)
        {
            (east, north) = (east + (random.NextDouble() * 12), north + ((random.NextDouble() - 0.5) * 8));
            double? heading = random.Next(2) == 0 ? 90 : null;
            whole.To(east, north, 30, heading);
            cut.To(east, north, 30, heading);
            Assert.True(whole.LimitMph == cut.Restarted().LimitMph, $"seed {seed}, fix {i}");
            Assert.InRange(cut.BytesAtRest(), 1, 300);
        }
    }

    /// <summary>Streets every 60 m, with and without limits.</summary>
    private static DrawnRoads Grid()
    {
        var roads = new DrawnRoads();
        var places = Enumerable.Range(0, 60).Select(i => 60.0 * i).ToArray();
        for (var i = 0; i < 10; i++)
        {
            var north = 60.0 * (i - 5);
            roads.Way(100 + i, $"highway=residential,maxspeed={20 + (5 * i)} mph", [.. places.Select(east => (east, north))]);
        }

        for (var i = 0; i < places.Length; i++)
        {
            var east = places[i];
            roads.Way(1000 + i, i % 3 == 0 ? "highway=residential" : "highway=residential,maxspeed=25 mph", [.. Enumerable.Range(0, 10).Select(n => (east, 60.0 * (n - 5)))]);
        }

        return roads;
    }
}

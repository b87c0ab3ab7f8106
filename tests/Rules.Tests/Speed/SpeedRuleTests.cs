using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.SpeedRules;

public sealed class SpeedRuleTests
{
    private static readonly Detection Every = new Detection.Speed { Mph = 70 };
    private static readonly Detection Episode = new Detection.Speed { Mph = 70, Episode = true };

    [Fact]
    public void Each_report_at_or_above_the_threshold_fires()
    {
        var drive = new Drive(Given.Book(Every));

        drive.Send(Given.Sample(0).Mph(70)).Send(Given.Sample(1).Mph(69.999)).Send(Given.Sample(2).Mph(80));

        Assert.Equal([Given.Second(0), Given.Second(2)], drive.Events.Select(e => e.OccurredAt));
        Assert.All(drive.Events, e => Assert.Equal(EventKind.Report, e.Kind));
    }

    [Fact]
    public void A_threshold_in_mph_is_met_exactly_by_a_speed_in_kmh()
    {
        var drive = new Drive(Given.Book(new Detection.Speed { Mph = 25 }));

        drive.Send(Given.Sample(0).Kmh(25 * 1.609344));

        Assert.Single(drive.Events);
    }

    [Fact]
    public void A_report_without_speed_is_no_edge()
    {
        var drive = new Drive(Given.Book(Every));

        drive.Send(Given.Sample(0).Mph(80)).Send(Given.Sample(1).Ignition(true));

        Assert.Single(drive.Events);
    }

    [Fact]
    public void An_episode_ends_below_the_hysteresis_and_sums_up()
    {
        var drive = new Drive(Given.Book(Episode));
        drive.Send(Given.Sample(0).Mph(50).At(Given.Meters(0)));

        drive.Send(Given.Sample(10).Mph(72).At(Given.Meters(300)));
        drive.Send(Given.Sample(20).Mph(68).At(Given.Meters(600)));
        drive.Send(Given.Sample(30).Mph(82).At(Given.Meters(900)));
        drive.Send(Given.Sample(40).Mph(66.9).At(Given.Meters(1200)));

        Assert.Equal([EventKind.Start, EventKind.End], drive.Events.Select(e => e.Kind));
        var end = (EventDetail.OverSpeed)drive.Events[1].Detail;
        Assert.Equal(((EventDetail.OverSpeed)drive.Events[0].Detail).Interval!.Id, end.Interval!.Id);
        Assert.Equal(Given.Second(40), end.Interval.EndedAt);
        Assert.Equal(82, end.Summary!.PeakMph);
        Assert.Equal(74, end.Summary.MeanMph, 1e-9);
        Assert.Equal(900, end.Summary.DistanceMeters, 0.1);
    }

    [Fact]
    public void The_first_speed_of_a_vehicle_only_tells_how_things_are()
    {
        var drive = new Drive(Given.Book(Episode));

        drive.Send(Given.Sample(0).Mph(80)).Send(Given.Sample(1).Mph(50)).Send(Given.Sample(2).Mph(80));

        Assert.Equal(Given.Second(2), Assert.Single(drive.Events).OccurredAt);
    }

    [Fact]
    public void A_duration_must_be_held_without_a_break()
    {
        var drive = new Drive(Given.Book(new Detection.Speed { Mph = 70, Episode = true, MinDurationSeconds = 10, MinFixes = 3 }));
        drive.Send(Given.Sample(0).Mph(50));

        drive.Send(Given.Sample(1).Mph(71)).Send(Given.Sample(9).Mph(69)).Send(Given.Sample(10).Mph(71));
        drive.Send(Given.Sample(20).Mph(71)).Send(Given.Sample(21).Mph(71));

        var start = Assert.Single(drive.Events);
        Assert.Equal(Given.Second(10), start.OccurredAt);
        Assert.Equal(Given.Second(21), start.ConfirmedAt);
    }

    [Fact]
    public void Silence_ends_an_episode_at_its_last_sample()
    {
        var drive = new Drive(Given.Book(Episode));
        drive.Send(Given.Sample(0).Mph(50)).Send(Given.Sample(1).Mph(80)).Send(Given.Sample(5).Mph(80));

        drive.Tick(605).Tick(606);

        var end = drive.Events[^1];
        Assert.Equal(EventKind.End, end.Kind);
        Assert.Equal(Given.Second(5), end.OccurredAt);
        Assert.Equal(2, drive.Events.Count);
    }

    [Fact]
    public void The_raw_profile_has_no_hysteresis_and_counts_the_first_row()
    {
        var drive = new Drive(Given.Raw(Episode));

        drive.Send(Given.Sample(0).Mph(70)).Send(Given.Sample(1).Mph(69.9)).Send(Given.Sample(5000).Mph(70));

        Assert.Equal([EventKind.Start, EventKind.End, EventKind.Start], drive.Events.Select(e => e.Kind));
    }

    [Fact]
    public void An_episode_whose_detection_is_removed_is_forgotten()
    {
        var drive = new Drive(Given.Book(Episode));
        drive.Send(Given.Sample(0).Mph(50)).Send(Given.Sample(1).Mph(80));

        drive.Book = Given.Book();
        drive.Send(Given.Sample(2).Mph(80));
        drive.Book = Given.Book(Episode);
        drive.Send(Given.Sample(3).Mph(50));

        Assert.Equal(EventKind.Start, Assert.Single(drive.Events).Kind);
    }

    [Fact]
    public void An_episode_that_goes_on_is_told_again_when_that_is_asked_for()
    {
        var drive = new Drive(Given.Book(new Detection.Speed { Mph = 70, Episode = true, RepeatSeconds = 60 }));
        drive.Send(Given.Sample(0).Mph(60)).Every(20, 20, 160, s => s.Mph(75)).Send(Given.Sample(180).Mph(50));

        Assert.Equal([EventKind.Start, EventKind.Repeat, EventKind.Repeat, EventKind.End], drive.Events.Select(e => e.Kind));
        Assert.Equal([20.0, 80, 140, 180], drive.Events.Select(e => e.OccurredAt.SecondsSince(Given.Start)));
        Assert.Single(drive.Details<EventDetail.OverSpeed>().Select(d => d.Interval!.Id).Distinct());
    }
}

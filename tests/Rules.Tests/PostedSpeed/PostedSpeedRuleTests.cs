using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.PostedSpeedRules;

public sealed class PostedSpeedRuleTests
{
    private static readonly Detection Every = new Detection.PostedSpeed { OverMph = 10 };
    private static readonly Detection Episode = new Detection.PostedSpeed { OverMph = 10, Episode = true };

    [Fact]
    public void Each_report_over_the_devices_limit_fires()
    {
        var drive = new Drive(Given.Book(Every));

        drive.Send(Given.Sample(0).Mph(55).LimitMph(45)).Send(Given.Sample(1).Mph(54).LimitMph(45));

        var detail = Assert.Single(drive.Details<EventDetail.OverPostedSpeed>());
        Assert.Equal("device", detail.LimitSource);
        Assert.Equal(10, detail.OverMph, 1e-9);
    }

    [Fact]
    public void An_unknown_limit_never_fires()
    {
        var drive = new Drive(Given.Book(Every, Episode));

        drive.Send(Given.Sample(0).Mph(40).LimitMph(45)).Send(Given.Sample(1).Mph(150)).Send(Given.Sample(2).Mph(150).LimitMph(0));

        Assert.Empty(drive.Events);
    }

    [Fact]
    public void The_smallest_landmark_around_sets_the_limit()
    {
        var wide = Given.Yard(1, -2000, 2000, 2000) with { SpeedLimitMph = 50 };
        var narrow = Given.Yard(2, -500, 500) with { SpeedLimitMph = 20 };
        var drive = new Drive(Given.Book([wide, narrow], Every));

        drive.Send(Given.Sample(0).At(Given.Meters(0)).Mph(30)).Send(Given.Sample(60).At(Given.Meters(1000)).Mph(59));

        var detail = Assert.Single(drive.Details<EventDetail.OverPostedSpeed>());
        Assert.Equal("landmark", detail.LimitSource);
        Assert.Equal(20, detail.Limit.MilesPerHour);
    }

    [Fact]
    public void Of_two_landmarks_of_one_size_the_higher_limit_counts()
    {
        var drive = new Drive(Given.Book(
            [Given.Yard(1, -500, 500) with { SpeedLimitMph = 30 }, Given.Yard(2, -500, 500) with { SpeedLimitMph = 50 }], Every));

        drive.Send(Given.Sample(0).At(Given.Origin).Mph(45));

        Assert.Empty(drive.Events);
        Assert.Equal(50, drive.State.Snapshot().PostedLimit!.Value.MilesPerHour);
    }

    [Fact]
    public void A_poor_fix_has_no_landmark_limit()
    {
        var drive = new Drive(Given.Book([Given.Yard(1, -500, 500) with { SpeedLimitMph = 20 }], Every));

        drive.Send(Given.Sample(0).At(Given.Origin).Mph(45).Hdop(9));

        Assert.Empty(drive.Events);
    }

    [Fact]
    public void A_changed_limit_does_not_split_an_episode()
    {
        var drive = new Drive(Given.Book(Episode));
        drive.Send(Given.Sample(0).Mph(40).LimitMph(45));

        drive.Send(Given.Sample(1).Mph(56).LimitMph(45)).Send(Given.Sample(2).Mph(46).LimitMph(35)).Send(Given.Sample(3).Mph(40).LimitMph(35));

        Assert.Equal([EventKind.Start, EventKind.End], drive.Events.Select(e => e.Kind));
    }

    [Fact]
    public void An_unknown_limit_ends_an_episode_after_a_minute_at_the_last_known_one()
    {
        var drive = new Drive(Given.Book(Episode));
        drive.Send(Given.Sample(0).Mph(40).LimitMph(45)).Send(Given.Sample(1).Mph(60).LimitMph(45));

        drive.Send(Given.Sample(30).Mph(60)).Send(Given.Sample(60.9).Mph(60));
        Assert.Single(drive.Events);
        drive.Send(Given.Sample(61).Mph(60));

        Assert.Equal(Given.Second(1), drive.Events[^1].OccurredAt);
        Assert.Equal("limit_unknown", drive.Details<EventDetail.OverPostedSpeed>().Last().Interval!.EndReason);
    }

    [Fact]
    public void Miles_and_percent_must_both_be_met()
    {
        var drive = new Drive(Given.Book(new Detection.PostedSpeed { OverMph = 4, OverPercent = 12 }));

        drive.Send(Given.Sample(0).Mph(24).LimitMph(20)).Send(Given.Sample(1).Mph(66).LimitMph(60)).Send(Given.Sample(2).Mph(68).LimitMph(60));

        Assert.Equal([Given.Second(0), Given.Second(2)], drive.Events.Select(e => e.OccurredAt));
    }
}

using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules.Tests.LocationRules;

public sealed class LocationRuleTests
{
    [Fact]
    public void Each_accepted_fix_is_told()
    {
        var drive = new Drive(Given.Book(new Detection.Location()));

        drive.Every(1, 0, 9, s => s.At(Given.Origin)).Send(Given.Sample(10).Mph(5));

        Assert.Equal(10, drive.Events.Count);
    }

    [Fact]
    public void Thinned_out_fixes_wait_for_one_of_the_set_amounts()
    {
        var drive = new Drive(Given.Book(new Detection.Location { MinIntervalSeconds = 60, MinTurnDegrees = 30 }));

        drive.Send(Given.Sample(0).At(Given.Meters(0)).Heading(350));
        drive.Send(Given.Sample(10).At(Given.Meters(500)).Heading(10));
        drive.Send(Given.Sample(20).At(Given.Meters(900)).Heading(20));
        drive.Send(Given.Sample(80).At(Given.Meters(900)).Heading(20));

        Assert.Equal([Given.Second(0), Given.Second(20), Given.Second(80)], drive.Events.Select(e => e.OccurredAt));
    }

    [Fact]
    public void A_distance_counts_from_the_last_fix_that_was_sent()
    {
        var drive = new Drive(Given.Book(new Detection.Location { MinDistanceMeters = 100 }));

        drive.Every(10, 0, 100, s => s.At(Given.Origin)).Send(Given.Sample(110).At(Given.Meters(60))).Send(Given.Sample(120).At(Given.Meters(110)));

        Assert.Equal([Given.Second(0), Given.Second(120)], drive.Events.Select(e => e.OccurredAt));
    }

    [Fact]
    public void A_buffered_fix_says_that_it_is_late()
    {
        var drive = new Drive(Given.Book(new Detection.Location()));

        drive.Send(Given.Sample(0).At(Given.Origin).Buffered());

        Assert.True(Assert.Single(drive.Events).Late);
    }
}

using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.EventTime;

public sealed class MovedEventTests
{
    private static readonly RuleBook Idling = new() { Version = 1, Detections = [new Detection.Idle { MinSeconds = 30 }] };

    [Fact]
    public void An_event_where_another_was_told_before_it_moved_has_an_id_of_its_own()
    {
        var drive = new LateDrive(Idling)
            .Send(Driving(-60), Standing(60, at: 0), Standing(120, at: 0))
            .Send(Standing(0, at: 0))
            .Send(Driving(40));

        // The start was told at 60 and moved to 0 by the late sample; then the second one showed that another idling began at 60.
        Assert.Equal([EventKind.Start, EventKind.End, EventKind.Start], drive.Sent.Select(e => e.Kind));
        Assert.Equal(drive.Sent[0].OccurredAt, drive.Sent[2].OccurredAt);
        Assert.Distinct(drive.Sent.Select(e => e.Id));
        Assert.Equal(drive.Sent[0].Id, drive.Sent[2].DerivedId);
        Assert.Empty(drive.Superseded);
    }

    [Fact]
    public void Two_intervals_that_end_at_one_instant_have_ends_of_their_own()
    {
        var drive = new LateDrive(Idling)
            .Send(Standing(0, at: 0), Standing(60, at: 100))
            .Send(Driving(40))
            .Send(Driving(400));

        // The end was told at 60, and moved to 40 by the late sample; then the idling from 60 on ended there too, in a gap.
        Assert.Equal([EventKind.Start, EventKind.End, EventKind.Start, EventKind.End], drive.Sent.Select(e => e.Kind));
        Assert.Equal(drive.Sent[1].OccurredAt, drive.Sent[3].OccurredAt);
        Assert.Distinct(drive.Sent.Select(e => e.Id));
        Assert.Distinct(drive.Sent.Select(e => e.DerivedId));
        Assert.Empty(drive.Superseded);
    }

    [Fact]
    public void A_restart_does_not_forget_that_an_id_is_taken()
    {
        var drive = new LateDrive(Idling).Send(Standing(0, at: 0), Standing(60, at: 100)).Send(Driving(40));
        drive.Restart();
        drive.Send(Driving(400));

        Assert.Distinct(drive.Sent.Select(e => e.Id));
    }

    [Fact]
    public void An_event_that_has_moved_twice_still_has_its_first_id_and_the_one_in_its_place_too()
    {
        var drive = new LateDrive(Idling)
            .Send(Standing(0, at: 0), Standing(60, at: 100))
            .Send(Driving(40))
            .Send(Driving(400))
            .Send(Driving(35));

        Assert.Equal(4, drive.Sent.Count);
        Assert.Empty(drive.Superseded);
        Assert.Equal(4, drive.Effective.Count());
    }

    private static SampleBuilder Standing(double second, double at) =>
        new SampleBuilder(second).At(Given.Meters(at)).Kmh(0).Ignition(true).Content((ulong)second + 1);

    private static SampleBuilder Driving(double second) =>
        new SampleBuilder(second).Kmh(20).Ignition(true).Content((ulong)second + 1);
}

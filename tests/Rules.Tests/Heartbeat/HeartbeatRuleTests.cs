using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Tests.HeartbeatRules;

public sealed class HeartbeatRuleTests
{
    private readonly Drive _drive = new(Given.Book(new Detection.Heartbeat(), new Detection.Heartbeat { DeriveDaily = false, MissedAfterSeconds = 3600 }));

    private static HeartbeatReport Report(double second, ulong content = 1) =>
        new() { Time = Given.Second(second), Received = Given.Second(Math.Abs(second)), ContentHash = content };

    [Fact]
    public void Each_explicit_heartbeat_is_told_with_the_age_of_the_fix()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin)).Send(Report(125));

        Assert.Equal(2, _drive.Events.Count);
        Assert.All(_drive.Details<EventDetail.Heartbeat>(), d => Assert.Equal(2, d.AgeMinutes));
    }

    [Fact]
    public void The_same_heartbeat_again_is_a_duplicate()
    {
        _drive.Send(Report(0)).Send(Report(0));

        Assert.Equal(InputVerdict.Duplicate, _drive.LastVerdict);
        Assert.Equal(2, _drive.Events.Count);
    }

    [Fact]
    public void The_first_message_after_a_day_is_one_for_devices_that_send_none()
    {
        _drive.Book = Given.Book(new Detection.Heartbeat(), new Detection.Heartbeat { DeriveDaily = false });
        _drive.Send(Given.Sample(0)).Send(Given.Sample(86_399)).Send(Given.Sample(86_400)).Send(Given.Sample(86_401));

        var found = Assert.Single(_drive.Events);
        Assert.Equal(Given.Second(86_400), found.OccurredAt);
        Assert.Equal("heartbeat", found.Detection.Canonical);
    }

    [Fact]
    public void A_long_silence_is_missed_once()
    {
        _drive.Send(Given.Sample(0)).Tick(3600).Tick(9999);
        _drive.Send(Given.Sample(10_000)).Send(Given.Sample(13_600));

        Assert.Equal([EventKind.Missed, EventKind.Missed], _drive.Events.Select(e => e.Kind));
        Assert.Equal([Given.Second(3600), Given.Second(13_600)], _drive.Events.Select(e => e.OccurredAt));
    }

    [Fact]
    public void A_heartbeat_breaks_the_silence_and_moves_no_watermark()
    {
        _drive.Send(Given.Sample(0)).Send(Report(3000)).Tick(6000);

        Assert.DoesNotContain(_drive.Events, e => e.Kind == EventKind.Missed);
        Assert.Equal(Given.Start, _drive.State.Watermark);
        Assert.Equal(Given.Second(6600), _drive.State.NextDeadline);
    }

    [Fact]
    public void A_heartbeat_with_an_unusable_time_counts_from_its_receipt()
    {
        _drive.Send(new HeartbeatReport { Time = new Instant(0), Received = Given.Start });

        Assert.Equal(Given.Start, _drive.Events[0].OccurredAt);
    }

    [Fact]
    public void A_tick_is_due_when_the_wall_clock_has_run_as_far_as_event_time()
    {
        _drive.Send(Given.Sample(0).Received(Given.Second(100)));

        Assert.Equal(Given.Second(3730), _drive.State.TickDueAt(30));
    }

    [Fact]
    public void A_connection_is_told_to_those_who_asked_and_is_no_heartbeat_of_the_day()
    {
        var drive = new Drive(Given.Book(new Detection.Heartbeat { OnConnect = true }, new Detection.Heartbeat { MissedAfterSeconds = 600 }));
        drive.Send(Given.Sample(0).At(Given.Origin));

        drive.Send(new EdgeRelay.Rules.Inputs.HeartbeatReport { Time = Given.Second(90), Received = Given.Second(90), IsConnect = true });

        var found = Assert.Single(drive.Events);
        Assert.Equal("heartbeat:on_connect=true", found.Detection.Canonical);
        Assert.Equal(Given.Second(600), drive.State.NextDeadline);
    }
}

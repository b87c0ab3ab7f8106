using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.IdleRules;

public sealed class IdleRuleTests
{
    private readonly Drive _drive = new(Given.Book(new Detection.Idle()));

    private static SampleBuilder Idling(SampleBuilder sample) => sample.Kmh(0).Ignition(true).At(Given.Origin);

    [Fact]
    public void Standing_with_a_running_engine_for_two_minutes_is_idling()
    {
        _drive.Every(30, 0, 120, Idling);

        var start = Assert.Single(_drive.Events);
        Assert.Equal(EventKind.Start, start.Kind);
        Assert.Equal(Given.Second(120), start.OccurredAt);
        Assert.Equal(Given.Start, ((EventDetail.Idling)start.Detail).Interval.StartedAt);
    }

    [Fact]
    public void A_silent_vehicle_idles_by_its_deadline()
    {
        _drive.Send(Idling(Given.Sample(0)));
        Assert.Equal(Given.Second(120), _drive.State.NextDeadline);

        _drive.Tick(120);

        Assert.Equal(Given.Second(120), Assert.Single(_drive.Events).ConfirmedAt);
    }

    [Fact]
    public void A_deadline_too_long_after_the_last_sample_does_not_fire()
    {
        _drive.Book = Given.Book(new Detection.Idle { MinSeconds = 300 });
        _drive.Send(Idling(Given.Sample(0)));

        Assert.Null(_drive.State.NextDeadline);
        _drive.Send(Idling(Given.Sample(250))).Send(Idling(Given.Sample(400)));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void An_unknown_engine_never_idles()
    {
        _drive.Every(30, 0, 600, s => s.Kmh(0).At(Given.Origin));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void Power_take_off_is_work_not_idling()
    {
        _drive.Every(30, 0, 600, s => Idling(s).Pto(true));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void Creeping_breaks_the_wait_but_does_not_end_an_episode()
    {
        _drive.Every(30, 0, 90, Idling).Send(Idling(Given.Sample(100)).Kmh(3)).Every(30, 130, 220, Idling);
        Assert.Empty(_drive.Events);

        _drive.Every(30, 250, 280, Idling).Send(Idling(Given.Sample(300)).Kmh(4)).Send(Idling(Given.Sample(310)).Kmh(6));

        Assert.Equal([Given.Second(250), Given.Second(310)], _drive.Events.Select(e => e.OccurredAt));
        Assert.Equal(EventKind.End, _drive.Events[1].Kind);
        Assert.Equal(180, _drive.Details<EventDetail.Idling>().Last().DurationSeconds);
    }

    [Fact]
    public void Ignition_off_ends_it()
    {
        _drive.Every(30, 0, 150, Idling).Send(Given.Sample(170).Ignition(false));

        Assert.Equal("ignition_off", _drive.Details<EventDetail.Idling>().Last().Interval.EndReason);
    }

    [Fact]
    public void Being_moved_fifty_metres_ends_it()
    {
        _drive.Every(30, 0, 150, Idling).Send(Idling(Given.Sample(180)).At(Given.Meters(51)));

        Assert.Equal([EventKind.Start, EventKind.End], _drive.Events.Select(e => e.Kind));
    }

    [Fact]
    public void A_gap_ends_it_at_the_last_sample()
    {
        _drive.Every(30, 0, 150, Idling).Send(Idling(Given.Sample(351)));

        Assert.Equal(Given.Second(150), _drive.Events[^1].OccurredAt);
        Assert.Equal("gap", _drive.Details<EventDetail.Idling>().Last().Interval.EndReason);
    }

    [Fact]
    public void It_repeats_where_asked_to()
    {
        _drive.Book = Given.Book(new Detection.Idle { MinSeconds = 60, RepeatSeconds = 100 });

        _drive.Every(30, 0, 270, Idling);

        Assert.Equal([60_000L, 160_000, 260_000], _drive.Events.Select(e => e.OccurredAt.UnixMilliseconds - Given.Start.UnixMilliseconds));
        Assert.Equal([EventKind.Start, EventKind.Repeat, EventKind.Repeat], _drive.Events.Select(e => e.Kind));
    }

    [Fact]
    public void Two_thresholds_share_a_run()
    {
        _drive.Book = Given.Book(new Detection.Idle { MinSeconds = 60 }, new Detection.Idle { MinSeconds = 90 });

        _drive.Every(30, 0, 120, Idling).Send(Given.Sample(130).Kmh(50));

        Assert.Equal([EventKind.Start, EventKind.Start, EventKind.End, EventKind.End], _drive.Events.Select(e => e.Kind));
    }

    [Fact]
    public void The_raw_profile_fires_on_the_first_sample_that_still_stands_after_the_time()
    {
        _drive.Book = Given.Raw(new Detection.Idle { MinSeconds = 30 });

        _drive.Send(Given.Sample(0).Kmh(0)).Send(Given.Sample(29).Kmh(0)).Tick(100);
        Assert.Empty(_drive.Events);
        _drive.Send(Given.Sample(5000).Kmh(0)).Send(Given.Sample(5001).Kmh(0.1));

        Assert.Equal([EventKind.Start, EventKind.End], _drive.Events.Select(e => e.Kind));
        Assert.Equal(Given.Second(5000), _drive.Events[0].ConfirmedAt);
    }

    [Fact]
    public void The_raw_profile_does_not_idle_where_the_ignition_is_known_to_be_off()
    {
        _drive.Book = Given.Raw(new Detection.Idle { MinSeconds = 30 });

        _drive.Every(10, 0, 100, s => s.Kmh(0).Ignition(false));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void The_fuel_that_idling_took_is_told_where_the_vehicle_counts_it()
    {
        var drive = new Drive(Given.Book(new Detection.Idle()));
        for (var second = 0; second <= 300; second += 10)
        {
            drive.Send(Given.Sample(second).At(Given.Origin).Kmh(0).Ignition(true).FuelUsed(1_000 + (second / 100.0)));
        }

        drive.Send(Given.Sample(310).At(Given.Origin).Kmh(0).Ignition(false).FuelUsed(1_003.1));

        var gallons = drive.Details<EventDetail.Idling>().Select(d => d.FuelGallons!.Value).ToList();
        Assert.Equal(2, gallons.Count);
        Assert.Equal(1.1 / 3.785411784, gallons[0], 6);
        Assert.Equal(3.1 / 3.785411784, gallons[1], 6);
    }
}

using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Explaining;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Tests.Explaining;

public sealed class ExplainTests
{
    [Fact]
    public void A_report_below_the_threshold_says_by_which_numbers_it_did_not_fire()
    {
        var told = Only(Given.Book(new Detection.Speed { Mph = 70 }), Given.Sample(0).Mph(69.5).Build());

        Assert.False(told.Fired);
        Assert.Equal([new Condition("speed", "69.5 mph", "≥ 70 mph", false)], told.Conditions);
    }

    [Fact]
    public void A_sample_without_a_speed_says_that_nothing_is_known()
    {
        var told = Only(Given.Book(new Detection.Speed { Mph = 70 }), Given.Sample(0).Ignition(true).Build());

        Assert.Equal([new Condition("speed", null, "≥ 70 mph", null)], told.Conditions);
    }

    [Fact]
    public void An_unknown_limit_is_named_as_the_reason()
    {
        var told = Only(Given.Book(new Detection.PostedSpeed()), Given.Sample(0).Mph(90).Build());

        Assert.Equal(new Condition("posted limit", null, "known", null), told.Conditions[0]);
        Assert.False(told.Fired);
    }

    [Fact]
    public void An_episode_tells_where_it_stood_and_stands()
    {
        var drive = new Drive(Given.Book(new Detection.Speed { Mph = 70, Episode = true, MinDurationSeconds = 20 }));
        drive.Send(Given.Sample(0).Mph(30).Build());
        drive.Send(Given.Sample(10).Mph(80).Build());

        var told = Only(drive, Given.Sample(20).Mph(80).Build());

        Assert.Equal($"about to be over since {Given.Second(10)}", told.Before);
        Assert.Equal(told.Before, told.After);
        Assert.Contains(new Condition("held for", "10 s", "≥ 20 s", false), told.Conditions);
    }

    [Fact]
    public void A_temperature_says_how_far_it_is_from_the_one_that_was_sent_last()
    {
        var drive = new Drive(Given.Book(new Detection.Temperature { Mode = TemperatureMode.Change, DeltaCelsius = 5 }));
        drive.Send(Given.Sample(0).Temperature("cargo", -18).Build());

        var told = Only(drive, Given.Sample(60).Temperature("cargo", -15).Build());

        Assert.Contains(new Condition("change since the last sent", "3 °C", "≥ 5 °C", false), told.Conditions);
    }

    [Fact]
    public void Idling_that_is_not_long_enough_yet_says_how_long_it_has_lasted()
    {
        var drive = new Drive(Given.Book(new Detection.Idle { MinSeconds = 120 }));
        drive.Send(Given.Sample(0).Kmh(0).Ignition(true).Build());

        var told = Only(drive, Given.Sample(90).Kmh(0).Ignition(true).Build());

        Assert.Contains(new Condition("idle for", "90 s", "≥ 120 s", false), told.Conditions);
        Assert.All(told.Conditions.SkipLast(1), condition => Assert.True(condition.Holds));
    }

    [Fact]
    public void A_landmark_is_left_only_beyond_its_buffer_and_that_is_said()
    {
        var drive = new Drive(Given.Book([Given.Yard(5, 0, 1000)], new Detection.LandmarkLeave()));
        drive.Send(Given.Sample(0).At(Given.Meters(500)).Build());
        drive.Send(Given.Sample(60).At(Given.Meters(990)).Build());

        var told = Only(drive, Given.Sample(120).At(Given.Meters(1010)).Build());

        Assert.Equal("5", told.Subject);
        Assert.StartsWith("about to be outside", told.After, StringComparison.Ordinal);
        var buffer = told.Conditions.Single(c => c.What.StartsWith("outside the border", StringComparison.Ordinal));
        Assert.Equal("> 20 m", buffer.Wanted);
        Assert.False(buffer.Holds);
    }

    [Fact]
    public void A_detection_asked_for_after_the_message_came_is_not_judged()
    {
        var later = Given.Second(1000);
        var explained = RuleEngine.Explain(
            new VehicleState(Given.Vehicle), Given.Sample(0).Mph(90).Build(), Given.Book(new Detection.Speed { Mph = 70, EffectiveFrom = later }));

        Assert.Empty(explained.Triggers);
    }

    [Fact]
    public void An_input_that_is_refused_explains_nothing_but_its_verdict()
    {
        var explained = RuleEngine.Explain(
            new VehicleState(Given.Vehicle),
            Given.Sample(10_000).Mph(90).Received(Given.Start).Build(),
            Given.Book(new Detection.Speed { Mph = 70 }));

        Assert.Equal(InputVerdict.FutureTime, explained.Verdict);
        Assert.Empty(explained.Triggers);
    }

    private static TriggerExplanation Only(RuleBook book, Sample sample) => Only(new Drive(book), sample);

    private static TriggerExplanation Only(Drive drive, Sample sample) =>
        Assert.Single(RuleEngine.Explain(drive.State, sample, drive.Book).Triggers);
}

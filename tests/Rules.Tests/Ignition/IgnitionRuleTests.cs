using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.IgnitionRules;

public sealed class IgnitionRuleTests
{
    private readonly Drive _drive = new(Given.Book(new Detection.IgnitionOn(), new Detection.IgnitionOff()));

    [Fact]
    public void The_first_value_is_silent()
    {
        _drive.Send(Given.Sample(0).Ignition(true)).Send(Given.Sample(10).Ignition(true));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void A_second_agreeing_sample_confirms_the_edge_where_it_was()
    {
        _drive.Send(Given.Sample(0).Ignition(false)).Send(Given.Sample(10).Ignition(true)).Send(Given.Sample(11).Ignition(true));

        var on = Assert.Single(_drive.Events);
        Assert.Equal("ignition_on", on.Detection.Type);
        Assert.Equal(Given.Second(10), on.OccurredAt);
        Assert.Equal(Given.Second(11), on.ConfirmedAt);
    }

    [Fact]
    public void Two_seconds_without_contradiction_confirm_the_edge()
    {
        _drive.Send(Given.Sample(0).Ignition(false)).Send(Given.Sample(10).Ignition(true));
        Assert.Equal(Given.Second(12), _drive.State.NextDeadline);

        _drive.Tick(12);

        Assert.Equal(Given.Second(12), Assert.Single(_drive.Events).ConfirmedAt);
        Assert.Null(_drive.State.NextDeadline);
    }

    [Fact]
    public void Off_and_on_within_a_second_while_driving_is_no_edge()
    {
        _drive.Send(Given.Sample(0).Ignition(true)).Send(Given.Sample(10).Ignition(false)).Send(Given.Sample(11).Ignition(true));
        _drive.Tick(100);

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void The_former_state_lasted_from_edge_to_edge()
    {
        _drive.Send(Given.Sample(0).Ignition(false)).Send(Given.Sample(10).Ignition(true)).Tick(12);
        _drive.Send(Given.Sample(100).Ignition(false)).Tick(102);

        Assert.Equal([null, 90d], _drive.Details<EventDetail.IgnitionChanged>().Select(d => d.FormerStateSeconds));
    }

    [Fact]
    public void Engine_speed_tells_the_ignition_when_nothing_better_does()
    {
        _drive.Send(Given.Sample(0).Rpm(0)).Send(Given.Sample(10).Rpm(800)).Send(Given.Sample(20).Rpm(100));
        _drive.Send(Given.Sample(30).Rpm(0)).Send(Given.Sample(31).Rpm(0));

        Assert.Equal("rpm", Assert.Single(_drive.Details<EventDetail.IgnitionChanged>()).Source);
        Assert.Equal("ignition_off", _drive.Events[0].Detection.Type);
    }

    [Fact]
    public void Engine_speed_is_not_asked_once_the_device_sent_the_attribute()
    {
        _drive.Send(Given.Sample(0).Ignition(true).Rpm(800)).Send(Given.Sample(10).Rpm(0)).Send(Given.Sample(11).Rpm(0));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void A_sample_without_the_attribute_is_no_edge()
    {
        _drive.Send(Given.Sample(0).Ignition(false)).Send(Given.Sample(5).Mph(3)).Send(Given.Sample(10).Ignition(true)).Send(Given.Sample(12).Mph(3));

        Assert.Single(_drive.Events);
        Assert.True(_drive.State.Snapshot().Ignition);
    }

    [Theory]
    [InlineData("I", "i")]
    [InlineData("ignition_off", "ignition_on")]
    public void A_reason_that_is_about_the_ignition_tells_its_edge(string off, string on)
    {
        _drive.Send(Given.Sample(0).Reason(off)).Send(Given.Sample(10).Reason(on)).Send(Given.Sample(30).Reason("t"));

        var found = Assert.Single(_drive.Details<EventDetail.IgnitionChanged>());
        Assert.Equal((true, "code"), (found.On, found.Source));
        Assert.Equal(Given.Second(10), _drive.Events[0].OccurredAt);
    }

    [Fact]
    public void A_code_is_not_asked_once_the_attribute_has_spoken()
    {
        _drive.Send(Given.Sample(0).Ignition(true)).Send(Given.Sample(10).Reason("I")).Send(Given.Sample(30).Reason("I"));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void Engine_speed_is_not_asked_once_a_code_has_spoken()
    {
        _drive.Send(Given.Sample(0).Reason("i").Rpm(900)).Send(Given.Sample(10).Rpm(0)).Send(Given.Sample(30).Rpm(0));

        Assert.Empty(_drive.Events);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Thirty_seconds_of_charging_voltage_are_an_edge_where_it_rose(int batteries)
    {
        var drive = new Drive(ByVoltage());
        drive.Every(10, 0, 60, s => s.Volts(12.5 * batteries)).Every(10, 70, 90, s => s.Volts(13.8 * batteries));
        Assert.Empty(drive.Events);

        drive.Send(Given.Sample(100).Volts(13.8 * batteries));

        var on = Assert.Single(drive.Events);
        Assert.Equal((Given.Second(70), Given.Second(100)), (on.OccurredAt, on.ConfirmedAt));
        Assert.Equal("voltage", Assert.Single(drive.Details<EventDetail.IgnitionChanged>()).Source);
    }

    [Fact]
    public void A_voltage_between_the_two_thresholds_proves_nothing_and_starts_the_wait_anew()
    {
        var drive = new Drive(ByVoltage());
        drive.Every(10, 0, 60, s => s.Volts(12.5)).Send(Given.Sample(70).Volts(13.8)).Send(Given.Sample(90).Volts(13.0));

        drive.Send(Given.Sample(100).Volts(13.8)).Send(Given.Sample(110).Volts(13.8));

        Assert.Empty(drive.Events);
    }

    [Fact]
    public void Nor_does_a_voltage_that_nobody_saw_for_a_quarter_of_an_hour()
    {
        var drive = new Drive(ByVoltage());
        drive.Every(10, 0, 60, s => s.Volts(12.5)).Send(Given.Sample(70).Volts(13.8));

        drive.Send(Given.Sample(1000).Volts(13.8));

        Assert.Empty(drive.Events);
    }

    [Fact]
    public void Voltage_is_not_asked_unless_that_is_set()
    {
        _drive.Every(10, 0, 60, s => s.Volts(12.5)).Every(10, 70, 200, s => s.Volts(13.8));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void A_noisy_input_can_be_given_a_minute()
    {
        var drive = new Drive(new RuleBook
        {
            Version = 1,
            Detections = [new Detection.IgnitionOn()],
            Ignition = new EdgeRelay.Rules.Ignition.IgnitionSettings { ConfirmSeconds = 60 },
        });

        drive.Send(Given.Sample(0).Ignition(false)).Send(Given.Sample(10).Ignition(true)).Tick(69);
        Assert.Empty(drive.Events);

        drive.Tick(70);
        Assert.Single(drive.Events);
    }

    private static RuleBook ByVoltage() => new()
    {
        Version = 1,
        Detections = [new Detection.IgnitionOn(), new Detection.IgnitionOff()],
        Ignition = new EdgeRelay.Rules.Ignition.IgnitionSettings { FromVoltage = true },
    };
}

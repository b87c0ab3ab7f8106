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
}

using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Tests.Filters;

public sealed class PositionFilterTests
{
    private readonly Drive _drive = new(Given.Book(new Detection.Location(), new Detection.Speed { Mph = 1 }));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(91, 0)]
    [InlineData(double.NaN, 11)]
    [InlineData(48, 181)]
    public void An_impossible_position_is_dropped_and_the_rest_used(double latitude, double longitude)
    {
        _drive.Send(Given.Sample(0).At(new Position(latitude, longitude)).Mph(30));

        Assert.Equal("speed", Assert.Single(_drive.Events).Detection.Type);
        Assert.Equal(FilterMarks.NoPosition, _drive.State.LastMarks);
    }

    [Fact]
    public void A_fix_that_the_device_calls_invalid_is_dropped()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).InvalidFix());

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void A_single_jump_is_held_back()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin));
        _drive.Send(Given.Sample(10).At(Given.Meters(50_000)));
        _drive.Send(Given.Sample(20).At(Given.Meters(100)));

        Assert.Equal([Given.Origin, Given.Meters(100)], _drive.Events.Where(e => e.Detection.Type == "location").Select(e => e.Vehicle.Position!.Value));
    }

    [Fact]
    public void Three_agreeing_fixes_move_the_anchor()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin));
        _drive.Every(10, 10, 30, s => s.At(Given.Meters(50_000)));

        Assert.Equal(Given.Meters(50_000), _drive.State.Snapshot().Position);
        Assert.Equal(2, _drive.Events.Count(e => e.Detection.Type == "location"));
    }

    [Fact]
    public void A_poor_fix_is_reported_and_flagged()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).Hdop(5.1));
        _drive.Send(Given.Sample(1).At(Given.Origin).Satellites(3));
        _drive.Send(Given.Sample(2).At(Given.Origin).Accuracy(101));

        Assert.Equal([true, true, true], _drive.Events.Select(e => e.Vehicle.PoorFix));
    }

    [Fact]
    public void Drift_while_parked_is_held_where_it_was_parked()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).Ignition(false));
        _drive.Send(Given.Sample(60).At(Given.Meters(29)));
        var held = _drive.State.Snapshot().Position;
        _drive.Send(Given.Sample(120).At(Given.Meters(31)));

        Assert.Equal(Given.Origin, held);
        Assert.Equal(Given.Meters(31), _drive.State.Snapshot().Position);
    }

    [Fact]
    public void A_missing_speed_is_derived_from_two_fixes()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin));
        _drive.Send(Given.Sample(10).At(Given.Meters(100)));

        Assert.Equal(10, _drive.State.Snapshot().Speed!.Value.MetersPerSecond, 0.001);
    }

    [Fact]
    public void No_speed_is_derived_over_more_than_two_minutes()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin));
        _drive.Send(Given.Sample(121).At(Given.Meters(100)));

        Assert.Null(_drive.State.Snapshot().Speed);
    }

    [Fact]
    public void The_raw_profile_takes_every_position()
    {
        _drive.Book = Given.Raw(new Detection.Location());
        _drive.Send(Given.Sample(0).At(new Position(0, 0)).InvalidFix());
        _drive.Send(Given.Sample(1).At(Given.Origin).Ignition(false).Hdop(50));

        Assert.Equal(2, _drive.Events.Count);
        Assert.DoesNotContain(_drive.Events, e => e.Vehicle.PoorFix);
    }
}

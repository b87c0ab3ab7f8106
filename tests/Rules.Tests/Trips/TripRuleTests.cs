using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.TripRules;

public sealed class TripRuleTests
{
    private readonly Drive _drive = new(Given.Book(new Detection.TripComplete()));

    private EventDetail.TripComplete Trip => Assert.Single(_drive.Details<EventDetail.TripComplete>());

    /// <summary>Ten minutes at 10 m/s from second 60, a fix every 10 s, engine on.</summary>
    private Drive DriveTenMinutes()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).Kmh(0).Ignition(true).Odometer(1000));
        for (var second = 60; second <= 660; second += 10)
        {
            _drive.Send(Given.Sample(second).At(Given.Meters((second - 60) * 10)).Kmh(36).Ignition(true).Odometer(1000 + ((second - 60) * 10)));
        }

        return _drive;
    }

    [Fact]
    public void Ignition_off_for_a_minute_ends_a_trip_where_it_went_off()
    {
        DriveTenMinutes().Send(Given.Sample(670).At(Given.Meters(6100)).Kmh(0).Ignition(false).Odometer(7100));
        Assert.Empty(_drive.Events);

        _drive.Tick(730);

        Assert.Equal(Given.Second(60), Trip.StartedAt);
        Assert.Equal(Given.Second(670), Trip.EndedAt);
        Assert.Equal("ignition_off", Trip.EndReason);
        Assert.Equal(6100, Trip.DistanceMeters, 0.5);
        Assert.Equal("odometer", Trip.DistanceSource);
        Assert.Equal(62, Trip.Points);
        Assert.Equal(36 / 1.609344, Trip.MaxSpeedMph, 1e-9);
        Assert.Equal(Given.Second(670), _drive.Events[0].OccurredAt);
        Assert.Equal(Given.Second(730), _drive.Events[0].ConfirmedAt);
    }

    [Fact]
    public void On_again_within_a_minute_goes_on_with_the_trip()
    {
        DriveTenMinutes().Send(Given.Sample(670).At(Given.Meters(6100)).Kmh(0).Ignition(false));
        _drive.Send(Given.Sample(729).At(Given.Meters(6100)).Kmh(20).Ignition(true)).Send(Given.Sample(800).At(Given.Meters(6500)).Kmh(20).Ignition(true));

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void Standing_for_five_minutes_ends_a_trip_where_it_stopped()
    {
        DriveTenMinutes().Every(60, 700, 1000, s => s.At(Given.Meters(6200)).Kmh(0).Ignition(true));

        Assert.Equal("stationary", Trip.EndReason);
        Assert.Equal(Given.Second(700), Trip.EndedAt);
        Assert.Equal(0, Trip.IdleSeconds);
    }

    [Fact]
    public void Two_minutes_are_enough_inside_a_landmark()
    {
        _drive.Book = Given.Book([Given.Yard(9, 6100, 6400)], new Detection.TripComplete());

        DriveTenMinutes().Every(60, 700, 760, s => s.At(Given.Meters(6200)).Kmh(0).Ignition(true)).Tick(820);

        Assert.Equal(9, Trip.EndLandmarkId);
        Assert.Equal(Given.Second(820), _drive.Events[0].ConfirmedAt);
    }

    [Fact]
    public void Silence_for_an_hour_ends_a_trip_at_its_last_fix()
    {
        DriveTenMinutes().Tick(660 + 3600);

        Assert.Equal("no_data", Trip.EndReason);
        Assert.Equal(Given.Second(660), Trip.EndedAt);
    }

    [Fact]
    public void A_hop_of_a_few_metres_is_a_ghost()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).Kmh(0).Ignition(true));
        _drive.Send(Given.Sample(10).At(Given.Meters(10)).Kmh(6).Ignition(true)).Send(Given.Sample(20).At(Given.Meters(30)).Kmh(6).Ignition(true));
        _drive.Send(Given.Sample(30).At(Given.Meters(30)).Kmh(0).Ignition(false)).Tick(1000);

        Assert.Empty(_drive.Events);
        Assert.Null(_drive.State.NextDeadline);
    }

    [Fact]
    public void A_tow_is_a_trip_from_where_the_vehicle_was_parked()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).Kmh(0).Ignition(false)).Send(Given.Sample(600).At(Given.Origin).Kmh(0).Ignition(false));
        _drive.Send(Given.Sample(900).At(Given.Meters(3000)).Kmh(40).Ignition(false)).Send(Given.Sample(1000).At(Given.Meters(4000)).Kmh(0)).Tick(1300);

        Assert.Equal(Given.Second(600), Trip.StartedAt);
        Assert.Equal(4000, Trip.DistanceMeters, 0.5);
        Assert.Null(Trip.IgnitionOnAt);
    }

    [Fact]
    public void An_odometer_that_contradicts_the_way_is_not_believed()
    {
        DriveTenMinutes().Send(Given.Sample(670).At(Given.Meters(6100)).Kmh(0).Ignition(false).Odometer(99_000)).Tick(730);

        Assert.Equal("path", Trip.DistanceSource);
        Assert.Equal(6100, Trip.DistanceMeters, 0.5);
    }

    [Fact]
    public void Waiting_at_a_light_counts_as_idle()
    {
        DriveTenMinutes();
        _drive.Every(10, 670, 700, s => s.At(Given.Meters(6100)).Kmh(0).Ignition(true));
        _drive.Every(10, 710, 720, s => s.At(Given.Meters(6300)).Kmh(30).Ignition(true)).Tick(10_000);

        Assert.Equal(40, Trip.IdleSeconds);
    }

    [Fact]
    public void The_time_of_ignition_on_is_told_beside_the_start()
    {
        _drive.Send(Given.Sample(0).At(Given.Origin).Kmh(0).Ignition(false)).Send(Given.Sample(30).At(Given.Origin).Kmh(0).Ignition(true));
        _drive.Every(10, 60, 660, s => s.At(Given.Meters(200)).Kmh(36).Ignition(true)).Tick(10_000);

        Assert.Equal(Given.Second(30), Trip.IgnitionOnAt);
        Assert.Equal(Given.Second(60), Trip.StartedAt);
    }

    [Fact]
    public void Each_driver_of_a_trip_is_told_with_his_part_of_it()
    {
        _drive.Send(Driver(0, "anna"));
        _drive.Every(10, 10, 300, s => s.At(Given.Meters(900)).Kmh(50).Ignition(true));
        _drive.Send(Driver(301, "ben"));
        _drive.Every(10, 310, 600, s => s.At(Given.Meters(900)).Kmh(50).Ignition(true));
        _drive.Send(Given.Sample(610).At(Given.Meters(900)).Kmh(0).Ignition(false)).Tick(700);

        var trip = Assert.Single(_drive.Details<EventDetail.TripComplete>());
        Assert.Equal(
            [new DrivenPart("anna", trip.StartedAt, Given.Second(301)), new DrivenPart("ben", Given.Second(301), trip.EndedAt)],
            trip.Drivers);
    }

    [Fact]
    public void Who_takes_over_after_the_trip_had_ended_is_no_driver_of_it()
    {
        _drive.Send(Driver(0, "anna"));
        _drive.Every(10, 10, 300, s => s.At(Given.Meters(900)).Kmh(50).Ignition(true));
        _drive.Every(10, 310, 400, s => s.At(Given.Meters(900)).Kmh(0).Ignition(true));
        _drive.Send(Driver(500, "ben")).Tick(610);

        Assert.Equal(["anna"], Assert.Single(_drive.Details<EventDetail.TripComplete>()).Drivers.Select(d => d.DriverId));
    }

    private static Inputs.DriverReport Driver(double second, string id) =>
        new() { Time = Given.Second(second), Received = Given.Second(second), Action = Inputs.DriverAction.Assign, DriverId = id };
}

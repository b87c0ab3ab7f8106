using System.Collections.Frozen;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Tests.Publishing;

public sealed class EventFilterTests
{
    [Fact]
    public void Without_wishes_everything_but_ends_passes()
    {
        Assert.All(EventTypes.All, t => Assert.Equal(FilterVerdict.Matches, EventFilter.Everything.Matches(SampleEvents.For(t.Key))));
        Assert.Equal(FilterVerdict.EndNotWanted, EventFilter.Everything.Matches(Ended()));
        Assert.Equal(FilterVerdict.Matches, new EventFilter { SendEnd = true }.Matches(Ended()));
    }

    [Fact]
    public void Named_vehicles_pass_alone()
    {
        Assert.Equal(FilterVerdict.Matches, new EventFilter { Vehicles = VehicleChoice.Of(["CA1234567"], []) }.Matches(Idle()));
        Assert.Equal(FilterVerdict.OtherVehicle, new EventFilter { Vehicles = VehicleChoice.Of(["ca1234567"], []) }.Matches(Idle()));
    }

    [Fact]
    public void A_vehicle_passes_that_is_named_or_in_one_of_the_groups()
    {
        var filter = new EventFilter { Vehicles = VehicleChoice.Of(["other"], [4, 9]) };

        Assert.Equal(FilterVerdict.Matches, filter.Matches(Idle(), vehicleGroups: [2, 9]));
        Assert.Equal(FilterVerdict.OtherVehicle, filter.Matches(Idle(), vehicleGroups: [2, 3]));
        Assert.Equal(FilterVerdict.OtherVehicle, filter.Matches(Idle()));
        Assert.Equal(FilterVerdict.Matches, (filter with { Vehicles = VehicleChoice.Of(["CA1234567"], [4]) }).Matches(Idle()));
    }

    [Fact]
    public void The_webhooks_scope_and_the_triggers_vehicles_must_both_fit()
    {
        var filter = new EventFilter { Vehicles = VehicleChoice.Of([], [4]), Scope = VehicleChoice.Of(["CA1234567"], [9]) };

        Assert.Equal(FilterVerdict.Matches, filter.Matches(Idle(), vehicleGroups: [4]));
        Assert.Equal(FilterVerdict.OtherVehicle, filter.Matches(Idle(), vehicleGroups: [9]));
        Assert.Equal(
            FilterVerdict.OtherVehicle, (filter with { Scope = VehicleChoice.Of([], [9]) }).Matches(Idle(), vehicleGroups: [4]));
    }

    [Fact]
    public void Inside_asks_for_one_of_the_landmarks_and_outside_for_none()
    {
        var inFive = Idle() with { Vehicle = Idle().Vehicle with { LandmarkIds = [4, 5] } };

        Assert.Equal(FilterVerdict.Matches, Inside(5, 9).Matches(inFive));
        Assert.Equal(FilterVerdict.NotInside, Inside(9).Matches(inFive));
        Assert.Equal(FilterVerdict.NotOutside, Outside(5, 9).Matches(inFive));
        Assert.Equal(FilterVerdict.Matches, Outside(9).Matches(inFive));
    }

    [Fact]
    public void Groups_of_landmarks_do_what_their_landmarks_do()
    {
        var landmarks = LandmarkIndex.Build([Landmark(4, "Depots"), Landmark(5, "Docks"), Landmark(6, null)]);
        var inDocks = Idle() with { Vehicle = Idle().Vehicle with { LandmarkIds = [5, 6] } };
        var docks = new[] { "Docks" }.ToFrozenSet();
        var depots = new[] { "Depots" }.ToFrozenSet();

        Assert.Equal(FilterVerdict.Matches, new EventFilter { InsideGroups = docks }.Matches(inDocks, null, landmarks));
        Assert.Equal(FilterVerdict.NotInside, new EventFilter { InsideGroups = depots }.Matches(inDocks, null, landmarks));
        Assert.Equal(
            FilterVerdict.Matches,
            new EventFilter { InsideGroups = depots, Inside = new[] { 6L }.ToFrozenSet() }.Matches(inDocks, null, landmarks));
        Assert.Equal(FilterVerdict.NotOutside, new EventFilter { OutsideGroups = docks }.Matches(inDocks, null, landmarks));
        Assert.Equal(FilterVerdict.Matches, new EventFilter { OutsideGroups = depots }.Matches(inDocks, null, landmarks));
    }

    [Fact]
    public void A_schedule_judges_by_when_it_happened()
    {
        var filter = new EventFilter { Schedule = TuesdayMorning };

        // The examples happen on Tuesday, 15 December 2015, at 20:20 UTC.
        Assert.Equal(FilterVerdict.OutsideSchedule, filter.Matches(Idle()));
        Assert.Equal(FilterVerdict.Matches, filter.Matches(Idle() with { OccurredAt = Idle().OccurredAt.PlusSeconds(-36_000) }));
        Assert.Equal(
            FilterVerdict.OutsideSchedule, filter.Matches(Idle() with { ConfirmedAt = Idle().OccurredAt.PlusSeconds(-36_000) }));
    }

    [Fact]
    public void A_landmarks_hours_count_for_its_crossings_alone()
    {
        var left = SampleEvents.For("landmark_leave");
        var id = ((EventDetail.LandmarkCrossed)left.Detail).LandmarkId;
        var landmarks = LandmarkIndex.Build([Landmark(id, null) with { Schedule = TuesdayMorning }]);

        Assert.Equal(FilterVerdict.OutsideSchedule, EventFilter.Everything.Matches(left, null, landmarks));
        Assert.Equal(
            FilterVerdict.Matches,
            EventFilter.Everything.Matches(left with { OccurredAt = left.OccurredAt.PlusSeconds(-36_000) }, null, landmarks));
        Assert.Equal(
            FilterVerdict.Matches,
            EventFilter.Everything.Matches(Idle() with { Vehicle = Idle().Vehicle with { LandmarkIds = [id] } }, null, landmarks));
    }

    [Fact]
    public void A_crossing_is_about_the_landmark_that_was_crossed()
    {
        var left = SampleEvents.For("landmark_leave");
        var entered = SampleEvents.For("landmark_enter");
        entered = entered with { Vehicle = entered.Vehicle with { LandmarkIds = [963560, 7] } };

        Assert.Equal(FilterVerdict.Matches, Inside(963560).Matches(left));
        Assert.Equal(FilterVerdict.NotInside, Inside(7).Matches(entered));
        Assert.Equal(FilterVerdict.NotOutside, Outside(963560).Matches(left));
    }

    [Fact]
    public void A_cool_down_holds_back_what_comes_too_soon()
    {
        var filter = new EventFilter { CoolDownSeconds = 60, SendEnd = true };
        var idle = Idle();

        Assert.Equal(FilterVerdict.Matches, filter.Matches(idle));
        Assert.Equal(FilterVerdict.CoolingDown, filter.Matches(idle, idle.OccurredAt.PlusSeconds(-59.999)));
        Assert.Equal(FilterVerdict.Matches, filter.Matches(idle, idle.OccurredAt.PlusSeconds(-60)));
        Assert.Equal(FilterVerdict.Matches, filter.Matches(Ended(), idle.OccurredAt.PlusSeconds(-1)));
    }

    private static RuleEvent Idle() => SampleEvents.For("idle");

    private static RuleEvent Ended() => Idle() with { Kind = EventKind.End };

    private static EventFilter Inside(params long[] ids) => new() { Inside = ids.ToFrozenSet() };

    private static EventFilter Outside(params long[] ids) => new() { Outside = ids.ToFrozenSet() };

    private static WeeklySchedule TuesdayMorning => ScheduleJson.Parse(
        """{"zone":"UTC","windows":[{"days":["tue"],"from":"06:00","to":"12:00"}]}""");

    private static Landmark Landmark(long id, string? group) => new()
    {
        Id = id,
        Name = "landmark",
        Group = group,
        Kind = LandmarkKind.Circle,
        Geometry = new NetTopologySuite.Geometries.Point(id, 45),
        RadiusMeters = 100,
        GeometryVersion = 1,
    };
}

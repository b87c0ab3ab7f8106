using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Rules.Tests.Landmarks;

public sealed class LandmarkRuleTests
{
    private static readonly Landmark Yard = Given.Yard(7, 1000, 2000);

    private readonly Drive _drive = new(Given.Book([Yard], new Detection.LandmarkEnter(), new Detection.LandmarkLeave()));

    private IEnumerable<EventKind> Kinds => _drive.Events.Select(e => e.Kind);

    private Drive At(double second, double east, double? accuracy = null)
    {
        var sample = Given.Sample(second).At(Given.Meters(east));
        return _drive.Send(accuracy is { } meters ? sample.Accuracy(meters) : sample);
    }

    [Fact]
    public void The_first_fix_only_tells_how_things_are()
    {
        At(0, 1500);

        Assert.Empty(_drive.Events);
        Assert.Equal([7L], _drive.State.Snapshot().LandmarkIds);
    }

    [Fact]
    public void Being_inside_at_first_is_told_to_those_who_ask()
    {
        _drive.Book = Given.Book([Yard], new Detection.LandmarkEnter { ReportInitial = true }, new Detection.LandmarkEnter());
        At(0, 1500);

        var found = Assert.Single(_drive.Events);
        Assert.True(((EventDetail.LandmarkCrossed)found.Detail).Initial);
    }

    [Fact]
    public void Enter_and_leave_happen_where_the_border_was_crossed()
    {
        At(0, 900);
        At(20, 1100);
        At(40, 1900);
        At(60, 2100);

        Assert.Equal([EventKind.Enter, EventKind.Leave], Kinds);
        Assert.Equal([Given.Second(10), Given.Second(50)], _drive.Events.Select(e => e.OccurredAt));
        var leave = _drive.Details<EventDetail.LandmarkCrossed>().Last();
        Assert.Equal((true, false, Given.Second(10), 40d), (leave.Interpolated, leave.Crossing, leave.EnteredAt!.Value, leave.DwellSeconds!.Value));
        Assert.Equal(_drive.Details<EventDetail.LandmarkCrossed>().First().VisitId, leave.VisitId);
    }

    [Fact]
    public void A_landmark_between_two_fixes_is_found()
    {
        At(0, 900);
        At(120, 2100);

        Assert.Equal([EventKind.Enter, EventKind.Leave], Kinds);
        Assert.Equal([Given.Second(10), Given.Second(110)], _drive.Events.Select(e => e.OccurredAt));
        Assert.All(_drive.Details<EventDetail.LandmarkCrossed>(), d => Assert.True(d.Crossing));
    }

    [Fact]
    public void After_a_long_gap_nothing_is_found_between_and_times_are_the_fixes_own()
    {
        At(0, 900);
        At(121, 1500);
        At(300, 2500);
        At(500, 900);

        Assert.Equal([EventKind.Enter, EventKind.Leave], Kinds);
        Assert.Equal([Given.Second(121), Given.Second(300)], _drive.Events.Select(e => e.OccurredAt));
    }

    [Fact]
    public void A_vehicle_parked_on_the_fence_line_does_not_flap()
    {
        At(0, 900);
        for (var i = 1; i < 50; i++)
        {
            At(i * 10, 1000 + (i % 2 == 0 ? 15 : -15));
        }

        Assert.Equal([EventKind.Enter], Kinds);
    }

    [Fact]
    public void Leaving_is_confirmed_beyond_the_buffer_and_dated_at_the_border()
    {
        At(0, 1990);
        At(10, 2010);
        Assert.Empty(_drive.Events);

        At(20, 2021);

        var leave = Assert.Single(_drive.Events);
        Assert.Equal(Given.Second(10), leave.OccurredAt);
        Assert.Equal(Given.Second(20), leave.ConfirmedAt);
        Assert.Null(((EventDetail.LandmarkCrossed)leave.Detail).EnteredAt);
    }

    [Fact]
    public void A_doubtful_fix_must_be_inside_by_more_than_its_accuracy()
    {
        At(0, 900);
        At(10, 1040, accuracy: 60);
        Assert.Empty(_drive.Events);

        At(20, 1070, accuracy: 60);

        Assert.Equal([EventKind.Enter], Kinds);
    }

    [Fact]
    public void A_doubtful_fix_must_be_outside_by_more_than_its_accuracy()
    {
        At(0, 1500);
        At(10, 2080, accuracy: 90);
        Assert.Empty(_drive.Events);

        At(20, 2095, accuracy: 90);

        Assert.Equal([EventKind.Leave], Kinds);
    }

    [Fact]
    public void A_poor_fix_decides_nothing()
    {
        At(0, 900);
        At(10, 1500, accuracy: 101);

        Assert.Empty(_drive.Events);
    }

    [Fact]
    public void A_dwell_keeps_drivers_by_out()
    {
        _drive.Book = Given.Book([Yard with { EnterDwellSeconds = 60 }], new Detection.LandmarkEnter(), new Detection.LandmarkLeave());
        At(0, 950);
        At(5, 1010);
        At(10, 950);
        Assert.Empty(_drive.Events);

        At(20, 1010);
        _drive.Tick(80);

        var enter = Assert.Single(_drive.Events);
        Assert.Equal((Given.Second(20), Given.Second(80)), (enter.OccurredAt, enter.ConfirmedAt));
    }

    [Fact]
    public void A_leave_dwell_brings_a_vehicle_back_silently()
    {
        _drive.Book = Given.Book([Yard with { LeaveDwellSeconds = 60 }], new Detection.LandmarkEnter(), new Detection.LandmarkLeave());
        At(0, 1950);
        At(10, 2040);
        At(30, 1950);
        Assert.Empty(_drive.Events);

        At(40, 2040);
        _drive.Tick(100);

        Assert.Equal(Given.Second(40), Assert.Single(_drive.Events).OccurredAt);
    }

    [Fact]
    public void Leaves_come_before_enters_on_a_shared_edge()
    {
        _drive.Book = Given.Book(
            [Given.Yard(3, 2000, 3000) with { LeaveBufferMeters = 0 }, Yard with { LeaveBufferMeters = 0 }], new Detection.LandmarkChange());
        At(0, 1500);
        At(60, 2500);

        Assert.Equal([(EventKind.Leave, "7"), (EventKind.Enter, "3")], _drive.Events.Select(e => (e.Kind, e.Subject)));
        Assert.Equal(Given.Second(30), _drive.Events[1].OccurredAt);
    }

    [Fact]
    public void An_edited_landmark_is_unknown_again()
    {
        At(0, 1500);
        _drive.Book = Given.Book([Given.Yard(7, 3000, 4000) with { GeometryVersion = 2 }], new Detection.LandmarkEnter(), new Detection.LandmarkLeave());
        At(10, 1510);
        Assert.Empty(_drive.State.Snapshot().LandmarkIds);

        _drive.Book = Given.Book([Yard with { GeometryVersion = 3, EffectiveFrom = Given.Second(12) }], new Detection.LandmarkEnter(), new Detection.LandmarkLeave());
        At(20, 1520);

        Assert.Empty(_drive.Events);
        Assert.Equal([7L], _drive.State.Snapshot().LandmarkIds);
    }

    [Fact]
    public void A_deleted_landmark_is_dropped_without_leave()
    {
        At(0, 1500);
        _drive.Book = Given.Book(new Detection.LandmarkLeave());
        At(10, 5000);
        At(60, 5000);

        Assert.Empty(_drive.Events);
        Assert.Empty(_drive.State.Snapshot().LandmarkIds);
    }

    [Fact]
    public void A_renamed_landmark_is_kept()
    {
        At(0, 1500);
        _drive.Book = Given.Book([Yard with { Name = "Depot" }], new Detection.LandmarkLeave());
        At(60, 2100);

        Assert.Equal([EventKind.Leave], Kinds);
    }

    [Fact]
    public void The_landmarks_a_vehicle_is_in_are_listed_smallest_first()
    {
        _drive.Book = Given.Book([Given.Yard(1, 0, 5000), Given.Yard(2, 1400, 1600, 50), Yard], new Detection.Location());
        At(0, 1500);

        Assert.Equal([2L, 7L, 1L], _drive.Events[0].Vehicle.LandmarkIds);
    }

    [Fact]
    public void The_raw_profile_is_plain_containment()
    {
        _drive.Book = new RuleBook
        {
            Version = 1,
            Profile = RuleProfile.Raw,
            Landmarks = LandmarkIndex.Build([Yard with { EnterDwellSeconds = 60 }]),
            Detections = [new Detection.LandmarkChange()],
        };
        At(0, 900);
        At(10, 1001, accuracy: 500);
        At(20, 999);
        At(80, 2500);

        Assert.Equal([EventKind.Enter, EventKind.Leave], Kinds);
        Assert.Equal([Given.Second(10), Given.Second(20)], _drive.Events.Select(e => e.OccurredAt));
    }
}

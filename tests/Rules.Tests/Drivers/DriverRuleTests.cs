using System.Text;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Tests.Drivers;

public sealed class DriverRuleTests
{
    private const string Anna = "021CB801000000A2";
    private const string Ben = "01A3F2C418000045";

    private readonly Drive _drive = new(Given.Book(
        new DriverDirectory(new Dictionary<string, string> { [Anna] = "anna", [Ben] = "ben" }), new Detection.DriverAssignment()));

    private static DriverReport Report(double second, DriverAction action, string? driver = null, string? tag = null) =>
        new()
        {
            Time = Given.Second(second),
            Received = Given.Second(second),
            Action = action,
            DriverId = driver,
            Tag = tag,
            ContentHash = StableHash.Of(Encoding.UTF8.GetBytes($"{action} {driver} {tag}")),
        };

    [Fact]
    public void A_tag_assigns_its_driver_when_it_has_settled()
    {
        _drive.Send(Given.Sample(0).Tag(Anna)).Tick(5);

        var found = Assert.Single(_drive.Events);
        Assert.Equal((EventKind.Assign, "anna"), (found.Kind, found.Subject));
        Assert.Equal(Given.Start, found.OccurredAt);
        Assert.Equal("anna", found.Vehicle.DriverId);
    }

    [Fact]
    public void The_same_driver_again_is_nothing()
    {
        _drive.Every(10, 0, 100, s => s.Tag(Anna));

        Assert.Single(_drive.Events);
    }

    [Fact]
    public void Of_two_tags_within_five_seconds_the_last_wins()
    {
        _drive.Send(Given.Sample(0).Tag(Anna)).Send(Given.Sample(3).Tag(Ben)).Tick(60);

        Assert.Equal("ben", Assert.Single(_drive.Events).Subject);
    }

    [Fact]
    public void Another_driver_names_the_former_one()
    {
        _drive.Send(Given.Sample(0).Tag(Anna)).Send(Given.Sample(60).Tag(Ben)).Tick(100);

        Assert.Equal("anna", _drive.Details<EventDetail.DriverChanged>().Last().PreviousDriverId);
    }

    [Fact]
    public void An_unknown_tag_is_told_as_such()
    {
        _drive.Send(Given.Sample(0).Tag("AB12")).Tick(5);

        var detail = Assert.Single(_drive.Details<EventDetail.DriverChanged>());
        Assert.True(detail.UnknownTag);
        Assert.Null(detail.DriverId);
        Assert.Equal("AB12", detail.Tag);
    }

    [Fact]
    public void An_empty_reader_does_not_unassign()
    {
        _drive.Send(Given.Sample(0).Tag(Anna)).Send(Given.Sample(60).Tag("0000000000000000")).Tick(100);

        Assert.Equal("anna", _drive.State.Snapshot().DriverId);
    }

    [Fact]
    public void A_hand_over_within_one_second_that_is_sent_again_leaves_the_new_driver()
    {
        _drive.Send(Report(0, DriverAction.Assign, driver: "carla"));
        for (var times = 0; times < 2; times++)
        {
            _drive.Send(Report(10, DriverAction.Unassign)).Send(Report(10, DriverAction.Assign, driver: "anna"));
        }

        Assert.Equal([EventKind.Assign, EventKind.Unassign, EventKind.Assign], _drive.Events.Select(e => e.Kind));
        Assert.Equal("anna", _drive.Events[^1].Subject);
    }

    [Fact]
    public void Of_two_drivers_who_are_assigned_at_one_instant_the_last_to_be_told_of_stays_when_both_messages_come_again()
    {
        var (carla, anna) = (Report(10, DriverAction.Assign, driver: "carla"), Report(10, DriverAction.Assign, driver: "anna"));

        _drive.Send(carla).Send(anna).Send(carla);

        Assert.Equal(InputVerdict.Duplicate, _drive.LastVerdict);
        _drive.Send(anna);
        Assert.Equal(["carla", "anna"], _drive.Events.Select(e => e.Subject));
    }

    [Fact]
    public void A_tag_at_the_instant_of_a_message_stays_when_the_message_comes_again()
    {
        var carla = Report(0, DriverAction.Assign, driver: "carla");

        _drive.Send(carla).Send(Given.Sample(0).Tag(Anna)).Tick(5).Send(carla);

        Assert.Equal(["carla", "anna"], _drive.Events.Select(e => e.Subject));
    }

    [Fact]
    public void A_message_that_confirms_the_driver_makes_those_before_it_late()
    {
        _drive.Send(Report(0, DriverAction.Assign, driver: "carla")).Send(Report(20, DriverAction.Assign, driver: "carla"));

        _drive.Send(Report(10, DriverAction.Assign, driver: "anna"));

        Assert.Equal(InputVerdict.Late, _drive.LastVerdict);
        Assert.Equal("carla", Assert.Single(_drive.Events).Subject);
    }

    [Fact]
    public void Explicit_messages_count_at_once()
    {
        _drive.Send(Report(0, DriverAction.Assign, driver: "carla")).Send(Report(10, DriverAction.Unassign)).Send(Report(20, DriverAction.Unassign));

        Assert.Equal([EventKind.Assign, EventKind.Unassign], _drive.Events.Select(e => e.Kind));
        Assert.Equal(["carla", "carla"], _drive.Events.Select(e => e.Subject));
    }

    [Fact]
    public void A_message_older_than_the_assignment_is_late()
    {
        _drive.Send(Report(10, DriverAction.Assign, driver: "carla")).Send(Report(5, DriverAction.Assign, tag: Anna));

        Assert.Equal(InputVerdict.Late, _drive.LastVerdict);
        Assert.Equal("carla", _drive.State.Snapshot().DriverId);
    }

    [Fact]
    public void Nobody_is_unassigned_for_parking_unless_that_is_set()
    {
        _drive.Send(Given.Sample(0).Tag(Anna).Ignition(true)).Every(10, 20, 60, s => s.Ignition(false)).Tick(100_000);

        Assert.Single(_drive.Events);
    }

    [Fact]
    public void Parking_for_long_enough_unassigns_the_driver_when_that_is_set()
    {
        var drive = new Drive(new RuleBook
        {
            Version = 1,
            Detections = [new Detection.DriverAssignment()],
            Drivers = new DriverDirectory(new Dictionary<string, string> { [Anna] = "anna" }),
            DriverRules = new DriverSettings { UnassignAfterOffSeconds = 600 },
        });
        drive.Send(Given.Sample(0).Tag(Anna).Ignition(true)).Every(10, 20, 60, s => s.Ignition(false));
        Assert.Single(drive.Events);

        drive.Tick(620);

        var left = drive.Events[^1];
        Assert.Equal((EventKind.Unassign, Given.Second(620)), (left.Kind, left.OccurredAt));
        Assert.Equal("ignition_off", drive.Details<EventDetail.DriverChanged>().Last().Source);
        Assert.Null(drive.State.NextDeadline);
    }

    [Fact]
    public void Who_taps_before_starting_has_as_long_to_start()
    {
        var drive = new Drive(new RuleBook
        {
            Version = 1,
            Detections = [new Detection.DriverAssignment()],
            DriverRules = new DriverSettings { UnassignAfterOffSeconds = 600 },
        });
        drive.Send(Given.Sample(0).Ignition(true)).Every(10, 10, 30, s => s.Ignition(false)).Send(Given.Sample(500).Tag(Ben));

        drive.Tick(1099);
        Assert.Single(drive.Events);

        drive.Tick(1100);
        Assert.Equal(2, drive.Events.Count);
    }

    [Fact]
    public void A_tag_that_is_handed_on_assigns_its_new_owner_with_the_next_reading_and_not_before()
    {
        _drive.Send(Given.Sample(0).Tag(Anna)).Tick(5);
        _drive.Book = HandedOn(Anna, to: "carla", from: 100);

        _drive.Tick(150);
        Assert.Single(_drive.Events);

        _drive.Send(Given.Sample(160).Tag(Anna)).Tick(200);
        Assert.Equal(("carla", "anna"), _drive.Details<EventDetail.DriverChanged>().Select(d => (d.DriverId!, d.PreviousDriverId!)).Last());
        Assert.Equal(Given.Second(160), _drive.Events[^1].OccurredAt);
    }

    [Fact]
    public void What_was_received_before_a_tag_was_handed_on_is_its_former_owners()
    {
        _drive.Book = HandedOn(Anna, to: "carla", from: 100);

        _drive.Send(Given.Sample(50).Tag(Anna)).Send(Report(60, DriverAction.Assign, tag: Ben)).Send(Report(70, DriverAction.Assign, tag: Anna));

        Assert.Equal(["anna", "ben", "anna"], _drive.Events.Select(e => e.Subject));
    }

    [Fact]
    public void A_tag_that_is_nobodys_any_more_is_unknown_from_then_on()
    {
        _drive.Book = HandedOn(Anna, to: null, from: 100);

        _drive.Send(Given.Sample(90).Tag(Anna)).Send(Given.Sample(160).Tag(Anna)).Tick(200);

        Assert.Equal(["anna", Anna], _drive.Events.Select(e => e.Subject));
        Assert.True(_drive.Details<EventDetail.DriverChanged>().Last().UnknownTag);
    }

    private static RuleBook HandedOn(string tag, string? to, double from) => Given.Book(
        new DriverDirectory(new Dictionary<string, string> { [Anna] = "anna", [Ben] = "ben" }).With(
            [KeyValuePair.Create(tag, new TagOwner[] { new(long.MinValue, "anna"), new(Given.Second(from).UnixMilliseconds, to) })]),
        new Detection.DriverAssignment());
}

using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Tests.Events;

public sealed class EventIdTests
{
    [Fact]
    public void The_published_vector_is_met()
    {
        var id = EventId.Derive(
            new VehicleKey(123456, "truck-7"),
            new Detection.Idle { MinSeconds = 300 }.Canonical,
            string.Empty,
            EventKind.Start,
            new Instant(1_735_689_600_000));

        Assert.Equal("8a1625b7-e592-8d62-a1be-826cb1b04243", id.ToString());
    }

    [Fact]
    public void Further_equal_events_have_ids_of_their_own()
    {
        var ids = Enumerable.Range(0, 3).Select(n =>
            EventId.Derive(Given.Vehicle, "landmark_enter", "7", EventKind.Enter, Given.Start, n));

        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public void Long_names_do_not_matter()
    {
        var vehicle = new VehicleKey(1, new string('ü', 2_000));

        var id = EventId.Derive(vehicle, "idle", new string('x', 2_000), EventKind.Start, Given.Start);

        Assert.Equal(8, id.ToGuid().Version);
    }

    [Fact]
    public void Equal_events_of_one_instant_are_numbered_in_order()
    {
        var drive = new Drive(Given.Book(new Detection.Temperature()));
        drive.Send(Given.Sample(0).Content(1).Temperature("cargo", -18));
        drive.Send(Given.Sample(0).Content(2).Temperature("cargo", -17));

        Assert.Equal(EventId.Derive(Given.Vehicle, "temperature", "cargo", EventKind.Report, Given.Start), drive.Events[0].Id);
        Assert.Equal(EventId.Derive(Given.Vehicle, "temperature", "cargo", EventKind.Report, Given.Start, 1), drive.Events[1].Id);
    }
}

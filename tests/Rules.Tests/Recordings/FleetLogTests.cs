using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Recordings;

/// <summary>
/// Two devices of a fleet with events of their own: ours must come in their order, and where our definition is another one
/// docs/rules.md says so. The devices tell the ignition by events alone, so it is read by code.
/// </summary>
public sealed class FleetLogTests
{
    [RecordedDataFact]
    public void The_first_vehicles_flicker_of_the_ignition_at_thirty_kmh_is_nothing_and_its_trip_goes_on()
    {
        var told = Told(1);

        // ign-on 15:09:57 is the first value: silent. Off at 15:38:20 is contradicted one second later.
        Assert.DoesNotContain(told, e => e.Type.StartsWith("ignition", StringComparison.Ordinal));
        var trip = Assert.Single(told, e => e.Type == "trip_complete");
        Assert.True(trip.Trip!.StartedAt <= At("2018-05-03T15:11:28Z"), "started after the device's own started-moving");
        Assert.Equal("no_data", trip.Trip.EndReason);
    }

    [RecordedDataFact]
    public void The_second_vehicles_ignition_stop_and_trip_come_in_its_own_order()
    {
        var told = Told(2);

        // started 04:02:52, stopped 04:58:22 for 84 s (shorter than a stop of ours), ignition off 05:02:22.
        Assert.Equal(["ignition_off", "trip_complete"], told.Select(e => e.Type));
        Assert.Equal(At("2018-05-04T05:02:22Z"), told[0].At);
        var trip = told[1].Trip!;
        Assert.True(trip.StartedAt >= At("2018-05-04T03:55:35Z") && trip.StartedAt <= At("2018-05-04T04:02:52Z"), trip.StartedAt.ToString());
        Assert.True(trip.EndedAt > At("2018-05-04T04:59:46Z") && trip.EndedAt <= At("2018-05-04T05:02:22Z"), trip.EndedAt.ToString());
    }

    [RecordedDataFact]
    public void A_temperature_event_without_a_value_gives_none() =>
        Assert.DoesNotContain(Run(1, new Detection.Temperature()).Events, e => e.Detection is Detection.Temperature);

    private static List<(string Type, Instant At, EventDetail.TripComplete? Trip)> Told(int vehicle) =>
    [
        .. Run(vehicle, new Detection.IgnitionOn(), new Detection.IgnitionOff(), new Detection.TripComplete()).Events
            .Select(e => (e.Detection.Type, e.OccurredAt, e.Detail as EventDetail.TripComplete)),
    ];

    // In the order of event time: this is about definitions, not about lateness.
    private static Drive Run(int vehicle, params Detection[] detections)
    {
        var drive = new Drive(Given.Book(detections));
        foreach (var recorded in FleetEvent.ReadAll(vehicle).OrderBy(e => e.Sample.Time.UnixMilliseconds))
        {
            drive.Send(recorded.Sample);
        }

        var hours = drive.State.Watermark!.Value.PlusSeconds(7_200);
        return drive.Send(new Inputs.Tick { Time = hours, Received = hours });
    }

    private static Instant At(string time) => Instant.From(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
}

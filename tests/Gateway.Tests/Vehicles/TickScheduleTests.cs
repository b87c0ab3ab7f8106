using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Gateway.Tests.Vehicles;

public sealed class TickScheduleTests
{
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_vehicle_that_sends_heartbeats_alone_is_missed_after_the_last_of_them()
    {
        var state = new VehicleState(new VehicleKey(1, "trailer-3"));
        var book = new RuleBook { Version = 1, Detections = [new Detection.Heartbeat { MissedAfterSeconds = 60 }] };
        foreach (var second in (double[])[0, 50])
        {
            var report = new HeartbeatReport { Time = Start.PlusSeconds(second), Received = Start.PlusSeconds(second + 2), ContentHash = (ulong)second };
            RuleEngine.Apply(state, report, book, []);
        }

        var due = new TickSchedule(TimeSpan.FromSeconds(30), GivenLane.AlwaysListening).DueMs(state);

        Assert.Equal(Start.PlusSeconds(50 + 2 + 60 + 30).UnixMilliseconds, due);
    }
}

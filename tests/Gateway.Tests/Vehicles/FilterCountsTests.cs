using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Mqtt;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Vehicles;

[Collection(nameof(FaultCollection))]
public sealed class FilterCountsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _second;

    [Fact]
    public async Task What_the_filters_set_aside_is_counted_by_vehicle_and_reason()
    {
        using var given = new GivenLane(_folder.Path).Started();
        var (vehicle, other) = (given.Vehicle(), given.Vehicle("other"));

        await Send(given, vehicle, new Position(48.1, 11.5), hdop: 1);
        await Send(given, vehicle, new Position(0, 0), hdop: 1);
        await Send(given, vehicle, new Position(48.1, 11.5), hdop: 9);
        await Send(given, vehicle, new Position(10, 11.5), hdop: 1);
        await Send(given, vehicle, new Position(10.5, 50), hdop: 1);
        await Send(given, other, new Position(48.1, 11.5), hdop: 1);

        Assert.Equal(
            [("jump", 2L), ("no_position", 1L), ("poor_gnss", 1L)],
            vehicle.Filtered.Read().OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value)));
        Assert.Empty(other.Filtered.Read());
    }

    [Fact]
    public void Each_mark_has_its_reason()
    {
        var marks = FilterMarks.NoPosition | FilterMarks.Jump | FilterMarks.PoorGnss | FilterMarks.ParkedDrift | FilterMarks.GpsWeek;
        var names = new List<string>();
        while (FilterCounts.TryTake(ref marks, out var reason))
        {
            names.Add(FilterCounts.NameOf(reason));
        }

        Assert.Equal(["no_position", "jump", "poor_gnss", "parked_drift", "gps_week"], names);
    }

    [Fact]
    public void Two_threads_lose_no_count()
    {
        var counts = new FilterCounts();

        Parallel.For(0, 1_000, i => counts.Count((FilterReason)(i % 8)));

        Assert.All(counts.Read().Values, count => Assert.Equal(125, count));
        Assert.Equal(8, counts.Read().Count);
    }

    public void Dispose() => _folder.Dispose();

    private async Task Send(GivenLane given, VehicleRef vehicle, Position position, double hdop)
    {
        var acks = new AwaitedAcks();
        acks.Await(1);
        var time = Instant.From(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero)).PlusSeconds(++_second);
        var sample = new Sample { Time = time, Received = time, Position = position, Hdop = hdop, ContentHash = (ulong)_second };
        Assert.True(given.Lane.TryEnqueue([new LaneItem(vehicle, sample, null, new AckTicket(acks, _second), Settles: true, 100)]));
        await acks.AllSettled.WaitAsync(TimeSpan.FromSeconds(20));
    }
}

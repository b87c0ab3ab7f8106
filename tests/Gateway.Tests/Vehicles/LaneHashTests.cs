using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Tests.Vehicles;

public sealed class LaneHashTests
{
    [Theory]
    [InlineData("v{0:D7}")]
    [InlineData("truck-{0}")]
    [InlineData("{0}")]
    [InlineData("86{0:D13}")]
    public void Vehicles_numbered_in_a_row_spread_evenly_over_the_lanes(string shape)
    {
        const int Vehicles = 2_000;
        foreach (var lanes in new[] { 2, 3, 4, 8, 16 })
        {
            var counts = Enumerable.Range(0, Vehicles)
                .CountBy(i => LaneHash.LaneOf(new VehicleKey(1, string.Format(null, shape, i)), lanes))
                .ToDictionary();

            // Five standard deviations of a fair spread.
            var fair = (double)Vehicles / lanes;
            Assert.All(Enumerable.Range(0, lanes), lane => Assert.InRange(counts.GetValueOrDefault(lane), fair - (5 * Math.Sqrt(fair)), fair + (5 * Math.Sqrt(fair))));
        }
    }

    [Fact]
    public void The_lane_of_a_vehicle_is_the_same_in_every_run()
    {
        Assert.Equal([8, 3, 2], new[] { "truck-1", "truck-2", "Zürich 7" }.Select(id => LaneHash.LaneOf(new VehicleKey(1, id), 16)));
    }
}

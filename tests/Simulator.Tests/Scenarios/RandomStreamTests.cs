using EdgeRelay.Simulator.Scenarios;

namespace EdgeRelay.Simulator.Tests.Scenarios;

public sealed class RandomStreamTests
{
    [Fact]
    public void Vehicles_purposes_and_seeds_draw_different_numbers()
    {
        var firsts =
            from seed in new ulong[] { 0, 1, ulong.MaxValue }
            from vehicle in Enumerable.Range(0, 100)
            from purpose in Enum.GetValues<RandomPurpose>()
            select new RandomStream(seed, vehicle, purpose).Next();

        var all = firsts.ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void Draws_fill_their_range_evenly()
    {
        var random = new RandomStream(7, 0, RandomPurpose.Errands);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            counts[random.Below(10)]++;
            Assert.InRange(random.NextUnit(), 0, 0.9999999999999999);
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }
}

using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Roads;

public sealed class RoadNeverThrowsTests
{
    private static readonly double[] Odd =
        [0, -1, 359.999, 360, 720, 1e300, -1e300, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [Fact]
    public void No_fix_makes_matching_throw_and_no_state_outgrows_its_bound()
    {
        using var roads = new Imported(Tangle());
        Laws.ForEverySeed(100, 5_000, seed =>
        {
            var random = new Random(seed);
            var book = new RuleBook
            {
                Version = 1,
                Profile = (RuleProfile)random.Next(2),
                Roads = roads.Network,
                Detections = [new Detection.PostedSpeed { OverMph = 0, Episode = random.Next(2) == 0 }],
            };
            var state = new VehicleState(new VehicleKey(1, "odd"));
            var time = 1_750_000_000_000;
            for (var i = 0; i < 30; i++)
            {
                time += random.Next(4) == 0 ? random.Next(200_000) : random.Next(3000);
                RuleEngine.Apply(state, Sample(random, time), book, []);
                var bytes = new System.Buffers.ArrayBufferWriter<byte>();
                state.Write(bytes);
                Assert.NotNull(VehicleState.Read(state.Key, bytes.WrittenSpan));
            }
        });
    }

    private static Sample Sample(Random random, long time) => new()
    {
        Time = new Instant(time),
        Received = new Instant(time),
        Position = random.Next(20) == 0
            ? new Position(OddOr(random, (random.NextDouble() * 180) - 90), OddOr(random, (random.NextDouble() * 360) - 180))
            : DrawnRoads.At((random.NextDouble() - 0.5) * 300, (random.NextDouble() - 0.5) * 300),
        GpsSpeed = random.Next(3) == 0 ? null : Speed.FromKmh(OddOr(random, random.NextDouble() * 150)),
        HeadingDegrees = random.Next(3) == 0 ? null : OddOr(random, random.NextDouble() * 360),
        AccuracyMeters = random.Next(3) == 0 ? OddOr(random, random.NextDouble() * 100) : null,
        ContentHash = (ulong)random.NextInt64(),
    };

    private static double OddOr(Random random, double value) => random.Next(10) == 0 ? Odd[random.Next(Odd.Length)] : value;

    /// <summary>Far more roads in one place than a match looks at.</summary>
    private static DrawnRoads Tangle()
    {
        var random = new Random(7);
        var roads = new DrawnRoads();
        for (var i = 0; i < 400; i++)
        {
            var points = Enumerable.Range(0, random.Next(2, 8))
                .Select(_ => (Math.Round((random.NextDouble() - 0.5) * 20) * 10, Math.Round((random.NextDouble() - 0.5) * 20) * 10));
            roads.Way(i + 1, random.Next(3) == 0 ? "highway=residential" : $"highway=primary,maxspeed={random.Next(5, 120)}", [.. points]);
        }

        return roads;
    }
}

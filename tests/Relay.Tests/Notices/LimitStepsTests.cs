using EdgeRelay.Relay.Notices;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Notices;

public sealed class LimitStepsTests
{
    private static readonly IReadOnlyList<LimitStep> OfThousand = LimitSteps.Of(LimitKind.QueueDepth, 1_000);

    [Theory]
    [InlineData(0, 499, 0)]
    [InlineData(0, 500, 1)]
    [InlineData(0, 699, 1)]
    [InlineData(0, 700, 2)]
    [InlineData(1, 900, 3)]
    [InlineData(3, 1_000_000, 4)]
    [InlineData(1, 400, 1)]
    [InlineData(1, 399, 0)]
    [InlineData(4, 800, 4)]
    [InlineData(4, 799, 3)]
    [InlineData(4, 600, 2)]
    [InlineData(4, 0, 0)]
    public void A_level_is_told_when_reached_and_left_below_four_fifths_of_it(int told, long measured, int expected) =>
        Assert.Equal(expected, LimitSteps.Told(told, measured, OfThousand));

    [Fact]
    public void Age_has_levels_of_its_own() =>
        Assert.Equal([3_600L, 86_400L], LimitSteps.Of(LimitKind.OldestAge, 7).Select(s => s.At));

    [Fact]
    public void A_percentage_that_is_no_whole_number_is_reached_above_it() =>
        Assert.Equal([501L, 701, 901, 1_001], LimitSteps.Of(LimitKind.QueueDepth, 1_001).Select(s => s.At));

    [Fact]
    public void Between_two_tellings_of_a_level_it_was_clearly_left()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        var (told, depth, lowestSince) = (0, 0L, new long[] { 0, 0, 0, 0 });
        for (var i = 0; i < 100_000; i++)
        {
            depth = Math.Clamp(depth + random.Next(-120, 121), 0, 1_200);
            for (var level = 0; level < lowestSince.Length; level++)
            {
                lowestSince[level] = Math.Min(lowestSince[level], depth);
            }

            var now = LimitSteps.Told(told, depth, OfThousand);
            for (var level = told; level < now; level++)
            {
                Assert.True(lowestSince[level] * 100 < OfThousand[level].At * LimitSteps.LeftBelowPercent, $"seed {seed}, step {i}");
                lowestSince[level] = depth;
            }

            told = now;
        }
    }
}

using EdgeRelay.Simulator.Reporting;
using EdgeRelay.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeRelay.Simulator.Tests.Reporting;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_are_within_one_percent_of_an_exact_sort() =>
        Prop.ForAll<NonEmptyArray<NonNegativeInt>, PositiveInt>((latencies, scale) =>
        {
            var microseconds = latencies.Get.Select(value => (long)value.Get * value.Get * scale.Get).ToArray();
            var summary = Summarize(microseconds)!;

            Array.Sort(microseconds);
            Assert.Equal(microseconds[0] / 1000.0, summary.Min);
            Assert.Equal(microseconds[^1] / 1000.0, summary.Max);
            AssertClose(summary.P50, microseconds, 0.5);
            AssertClose(summary.P90, microseconds, 0.9);
            AssertClose(summary.P95, microseconds, 0.95);
            AssertClose(summary.P99, microseconds, 0.99);
            AssertClose(summary.P999, microseconds, 0.999);
        }).MustHold();

    [Fact]
    public void Nothing_recorded_has_no_percentiles() => Assert.Null(new LatencyHistogram().Summarize());

    [Fact]
    public void A_latency_beyond_all_buckets_counts_as_the_longest()
    {
        var summary = Summarize([long.MaxValue / 100])!;

        Assert.Equal(((1L << 40) - 1) / 1000.0, summary.Max);
    }

    private static LatencySummary? Summarize(long[] microseconds)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in microseconds)
        {
            histogram.Record(TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond));
        }

        return histogram.Summarize();
    }

    private static void AssertClose(double reported, long[] sorted, double quantile)
    {
        var exact = sorted[Math.Max(1, (long)Math.Ceiling(quantile * sorted.Length)) - 1] / 1000.0;
        Assert.InRange(reported, exact * 0.99, (exact * 1.01) + 0.001);
    }
}

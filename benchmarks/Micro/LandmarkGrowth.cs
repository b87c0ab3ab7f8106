using System.Diagnostics;
using System.Globalization;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>A million landmarks: making the index, adding to it one by one, and asking it before and after.</summary>
internal static class LandmarkGrowth
{
    private const int Landmarks = 1_000_000;
    private const int Additions = 2_000;
    private const int Points = 50_000;
    private const int Rounds = 5;

    /// <param name="mostNanoseconds">A question may take this long.</param>
    /// <param name="output">Gets the figures.</param>
    /// <returns>True when it does.</returns>
    public static bool Run(double mostNanoseconds, TextWriter output)
    {
        var scene = new LandmarkScene(Landmarks + Additions, Points);
        var (first, later) = (scene.Landmarks[..Landmarks], scene.Landmarks[Landmarks..]);
        var started = Stopwatch.GetTimestamp();
        var index = LandmarkIndex.Build(first);
        var built = Stopwatch.GetElapsedTime(started);

        // Shapes are made at the first question that comes near; the first round pays for those.
        var cold = LandmarkLookup.Time(scene.Points, index.FindContaining);
        var fresh = LandmarkLookup.Median(Enumerable.Range(0, Rounds).Select(_ => LandmarkLookup.Time(scene.Points, index.FindContaining)).ToList());

        var additions = new List<double>(Additions);
        foreach (var landmark in later)
        {
            started = Stopwatch.GetTimestamp();
            index = index.With([landmark], []);
            additions.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var grown = LandmarkLookup.Median(Enumerable.Range(0, Rounds).Select(_ => LandmarkLookup.Time(scene.Points, index.FindContaining)).ToList());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"landmarks {Landmarks,9}: made in {built.TotalSeconds:F1} s; ours {fresh,5:F0} ns (first {cold:F0} ns), at most {mostNanoseconds:F0}; adding one {LandmarkLookup.Median(additions):F2} ms, at worst {additions.Max():F1} ms; after {Additions} additions {grown:F0} ns"));
        return Math.Max(fresh, grown) <= mostNanoseconds;
    }
}

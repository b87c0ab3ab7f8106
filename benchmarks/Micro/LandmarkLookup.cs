using System.Diagnostics;
using System.Globalization;
using EdgeRelay.Rules.Landmarks;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>
/// Which landmarks contain a point: our index against NetTopologySuite's and GEOS's trees with prepared polygons, same landmarks, same
/// points, same answers. Rounds alternate, so that what else the machine does hits all alike; the median counts.
/// </summary>
internal static class LandmarkLookup
{
    private const int Rounds = 9;
    private const int Points = 50_000;
    private const double TimesNetTopologySuite = 10;
    private const double TimesGeos = 3;
    private const double MostGrowth = 3;

    /// <returns>0 when the answers agree and the targets are met.</returns>
    public static int Run(TextWriter output)
    {
        if (!Geos.IsInstalled)
        {
            output.WriteLine($"landmarks: the GEOS C library is not here, and without it nothing is proved. As root: {Geos.Installing}");
            return 1;
        }

        var few = Compare(10_000, output);
        var many = Compare(100_000, output);
        return LandmarkGrowth.Run(few.Nanoseconds * MostGrowth, output) && few.IsMet && many.IsMet ? 0 : 1;
    }

    /// <summary>Mean time of a question over all points, nanoseconds.</summary>
    public static double Time(Position[] points, Action<Position, List<long>> search)
    {
        var found = new List<long>(64);
        var started = Stopwatch.GetTimestamp();
        foreach (var point in points)
        {
            found.Clear();
            search(point, found);
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / points.Length;
    }

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static (bool IsMet, double Nanoseconds) Compare(int count, TextWriter output)
    {
        var scene = new LandmarkScene(count, Points);
        var index = LandmarkIndex.Build(scene.Landmarks);
        var tree = new PreparedTree(scene.Landmarks);
        using var geos = new GeosIndex(scene.Landmarks);
        var same = scene.Points.All(p => Answer(p, index.FindContaining) is var ours
            && ours.SequenceEqual(Answer(p, tree.FindContaining)) && ours.SequenceEqual(Answer(p, geos.FindContaining)));
        var found = scene.Points.Average(p => Answer(p, index.FindContaining).Count);

        var (ours, theirs, native) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(Time(scene.Points, index.FindContaining));
            theirs.Add(Time(scene.Points, tree.FindContaining));
            native.Add(Time(scene.Points, geos.FindContaining));
        }

        var (mine, library, c) = (Median(ours), Median(theirs), Median(native));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"landmarks {count,9}: ours {mine,5:F0} ns; NetTopologySuite {library,6:F0} ns = {library / mine:F1} x; GEOS {c,6:F0} ns = {c / mine:F1} x; answers {(same ? "equal" : "DIFFER")}, {found:F1} found a point"));
        return (same && library >= TimesNetTopologySuite * mine && c >= TimesGeos * mine, mine);
    }

    private static List<long> Answer(Position point, Action<Position, List<long>> search)
    {
        var found = new List<long>();
        search(point, found);
        found.Sort();
        return found;
    }
}

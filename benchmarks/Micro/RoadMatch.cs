using System.Diagnostics;
using System.Globalization;
using EdgeRelay.Gateway.Roads;
using EdgeRelay.Gateway.Roads.Import;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>
/// What one fix costs to be matched to a road, from a mapped road file: a made-up city of 70,000 streets with bends, vehicles that
/// drive its streets with 5 m of noise. The vehicles take turns, as they do in a lane.
/// </summary>
internal static class RoadMatch
{
    private const int Seed = 20_260_105;
    private const int Vehicles = 500;
    private const int Fixes = 200;
    private const int Rounds = 7;
    private const int Blocks = 200;
    private const double BlockDegrees = 0.0012;
    private const double South = 38.5;
    private const double West = -98.5;
    private const double TargetMicroseconds = 5;

    /// <returns>0 when the median of the rounds is at most 5 µs a match in each case and nothing is allocated.</returns>
    public static int Run(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("edgerelay-roads-").FullName;
        try
        {
            Import(folder, output);
            var roads = RoadFiles.Open(folder, (file, fault) => throw new InvalidOperationException($"{file}: {fault}"));
            return Measure(roads, 1, withHeading: true, output)
                & Measure(roads, 10, withHeading: true, output)
                & Measure(roads, 10, withHeading: false, output) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Import(string folder, TextWriter output)
    {
        var extract = Path.Combine(folder, "city.osm");
        using (var osm = new StreamWriter(extract))
        {
            WriteCity(osm);
        }

        var started = Stopwatch.GetTimestamp();
        using var work = ImportFolder.Take(folder);
        var summary = new RoadImport(
            extract, Path.Combine(folder, "city.roads"), work.Path, (_, _, _) => { }, TimeProvider.System).Run(default);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"roads: {summary.Roads} ways, {summary.Edges} edges, {summary.Segments} segments in {summary.FileBytes / 1e6:F1} MB, imported in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));
    }

    private static bool Measure(RoadNetwork roads, int seconds, bool withHeading, TextWriter output)
    {
        var drives = Enumerable.Range(0, Vehicles).Select(v => Drive(new Random(Seed + v), seconds, withHeading)).ToArray();
        var times = new List<double>();
        var (bytes, known) = (0L, 0);
        for (var round = 0; round <= Rounds; round++)
        {
            RoadTrack[] tracks = [.. Enumerable.Range(0, Vehicles).Select(_ => new RoadTrack())];
            foreach (var track in tracks)
            {
                // The candidates of a vehicle have their room from its first fixes on.
                for (var i = 0; i < RoadMatching.MaxCarried; i++)
                {
                    track.Candidates.Add(default);
                }

                track.Candidates.Clear();
            }

            known = 0;
            var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            for (var fix = 0; fix < Fixes; fix++)
            {
                for (var vehicle = 0; vehicle < Vehicles; vehicle++)
                {
                    known += RoadMatcher.Match(roads, tracks[vehicle], drives[vehicle][fix]).Verdict == RoadVerdict.Limit ? 1 : 0;
                }
            }

            // The first round warms up.
            if (round > 0)
            {
                bytes = Math.Max(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / (Vehicles * Fixes));
            }
        }

        var median = times.Order().ElementAt(Rounds / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"roads, a fix every {seconds,2} s {(withHeading ? "with" : "without")} heading: {median:F2} µs a match ({times.Min():F2} to {times.Max():F2}), {bytes} bytes allocated in {Vehicles * Fixes} matches, limit known {100.0 * known / (Vehicles * Fixes):F0} %"));
        return median <= TargetMicroseconds && bytes == 0;
    }

    /// <summary>Along streets at 14 m/s, turning at every fourth crossing or so.</summary>
    private static RoadFix[] Drive(Random random, int seconds, bool withHeading)
    {
        var (x, y) = (random.Next(20, Blocks - 20), random.Next(20, Blocks - 20));
        var (dx, dy) = (1, 0);
        var along = 0.0;
        var fixes = new RoadFix[Fixes];
        var blockMeters = BlockDegrees * RoadFix.MetersPerDegree;
        for (var i = 0; i < Fixes; i++)
        {
            for (along += 14 * seconds / blockMeters; along >= 1; along--)
            {
                (x, y) = (x + dx, y + dy);
                if (random.Next(4) == 0 || x is < 5 or > Blocks - 6 || y is < 5 or > Blocks - 6)
                {
                    (dx, dy) = (Math.Sign((Blocks / 2) - x) * Math.Abs(dy), Math.Sign((Blocks / 2) - y) * Math.Abs(dx));
                    (dx, dy) = (dx, dy) == (0, 0) ? (1, 0) : (dx, dy);
                }
            }

            var place = Place(x + (dx * along), y + (dy * along), random);
            fixes[i] = new RoadFix
            {
                Position = place,
                At = 1_750_000_000_000 + (1000L * seconds * i),
                AccuracyMeters = 5,
                SpeedKmh = 50,
                HeadingDegrees = withHeading ? Math.Atan2(dx, dy) * 180 / Math.PI : null,
                Previous = i > 0 ? fixes[i - 1].Position : null,
                PreviousAt = i > 0 ? fixes[i - 1].At : 0,
            };
        }

        return fixes;
    }

    private static Position Place(double x, double y, Random random)
    {
        // Some 4 m either way.
        var (east, north) = ((random.NextDouble() - 0.5) * 0.00008, (random.NextDouble() - 0.5) * 0.00008);
        return new Position(South + (y * BlockDegrees) + north, West + (x * BlockDegrees) + east);
    }

    /// <summary>Streets of one block each, with a bend in the middle, so that there are as many ways as a real city has.</summary>
    private static void WriteCity(StreamWriter osm)
    {
        osm.Write("<osm version=\"0.6\">");
        var random = new Random(Seed);
        var bends = 1_000_000;
        var ways = new List<string>();
        for (var y = 0; y <= Blocks; y++)
        {
            for (var x = 0; x <= Blocks; x++)
            {
                osm.Write(Node((y * 1000) + x, x, y));
                foreach (var (dx, dy) in new[] { (1, 0), (0, 1) })
                {
                    // An eighth of the streets is missing: a grid without gaps would be too easy.
                    if (x + dx <= Blocks && y + dy <= Blocks && random.Next(8) > 0)
                    {
                        osm.Write(Node(++bends, x + (dx / 2.0) + (0.02 * random.NextDouble()), y + (dy / 2.0) + (0.02 * random.NextDouble())));
                        ways.Add(string.Create(
                            CultureInfo.InvariantCulture,
                            $"<way id=\"{ways.Count + 1}\"><nd ref=\"{(y * 1000) + x}\"/><nd ref=\"{bends}\"/><nd ref=\"{((y + dy) * 1000) + x + dx}\"/><tag k=\"highway\" v=\"residential\"/><tag k=\"maxspeed\" v=\"{25 + (5 * random.Next(5))} mph\"/></way>"));
                    }
                }
            }
        }

        ways.ForEach(osm.Write);
        osm.Write("</osm>");
    }

    private static string Node(int id, double x, double y) => string.Create(
        CultureInfo.InvariantCulture, $"<node id=\"{id}\" lat=\"{South + (y * BlockDegrees):F7}\" lon=\"{West + (x * BlockDegrees):F7}\"/>");
}

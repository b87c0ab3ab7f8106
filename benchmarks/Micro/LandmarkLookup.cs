using System.Diagnostics;
using System.Globalization;
using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>
/// Which landmarks contain a point: our index against the library's STRtree with prepared polygons, same landmarks, same points,
/// same answers. Rounds alternate, so that what else the machine does hits both; the median counts.
/// </summary>
internal static class LandmarkLookup
{
    private const int Rounds = 9;
    private const int Points = 50_000;
    private const int Seed = 20_080_517;

    private static readonly GeometryFactory Factory = new();

    /// <returns>0 when the answers agree and ours is at least five times as quick at every size.</returns>
    public static int Run(TextWriter output) =>
        Measure(10_000, output) & Measure(100_000, output) ? 0 : 1;

    private static bool Measure(int count, TextWriter output)
    {
        var random = new Random(Seed);
        var towns = Enumerable.Range(0, count / 200).Select(_ => Anywhere(random)).ToArray();
        var landmarks = Enumerable.Range(0, count).Select(i => Place(i, NearTown(random, towns), random)).ToList();
        var points = Enumerable.Range(0, Points).Select(_ => NearTown(random, towns)).ToArray();

        var building = Stopwatch.GetTimestamp();
        var index = LandmarkIndex.Build(landmarks);
        var built = Stopwatch.GetElapsedTime(building);
        var tree = new STRtree<(long Id, IPreparedGeometry Area)>();
        foreach (var landmark in landmarks)
        {
            tree.Insert(landmark.Geometry.EnvelopeInternal, (landmark.Id, PreparedGeometryFactory.Prepare(landmark.Geometry)));
        }

        tree.Build();
        var answers = points.Select(p => (Ours: Ours(index, p), Theirs: Theirs(tree, p))).ToList();
        var same = answers.TrueForAll(a => a.Ours.Order().SequenceEqual(a.Theirs.Order()));
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(Time(points, (p, found) => index.FindContaining(p, found)));
            theirs.Add(Time(points, (p, found) => Search(tree, p, found)));
        }

        var (mine, library) = (Median(ours), Median(theirs));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"landmarks {count,7}: ours {mine,6:F0} ns, STRtree + prepared {library,6:F0} ns, ratio {library / mine:F1}, answers {(same ? "equal" : "DIFFER")}, {answers.Average(a => a.Ours.Count):F1} found a point, built in {built.TotalMilliseconds:F0} ms"));
        return same && library >= 5 * mine;
    }

    private static Position Anywhere(Random random) => new(25 + (random.NextDouble() * 24), -124 + (random.NextDouble() * 57));

    /// <summary>Vehicles and places crowd in towns: two thirds within some 5 km, the rest around.</summary>
    private static Position NearTown(Random random, Position[] towns)
    {
        var town = towns[random.Next(towns.Length)];
        var spread = random.Next(3) == 0 ? 0.5 : 0.05;
        return new Position(
            town.Latitude + ((random.NextDouble() - 0.5) * 2 * spread),
            town.Longitude + ((random.NextDouble() - 0.5) * 2 * spread));
    }

    /// <summary>A star-shaped polygon of 4 to 40 corners and 50 m to 2 km, every eighth with a hole.</summary>
    private static Landmark Place(int id, Position center, Random random)
    {
        var corners = 4 + random.Next(37);
        var size = 0.0005 * Math.Pow(40, random.NextDouble());
        var radii = Enumerable.Range(0, corners).Select(_ => size * (0.6 + (0.4 * random.NextDouble()))).ToArray();
        LinearRing[] holes = id % 8 == 0 ? [Ring(center, radii, 0.4)] : [];
        return new Landmark
        {
            Id = id,
            Name = "place",
            Kind = LandmarkKind.Polygon,
            Geometry = Factory.CreatePolygon(Ring(center, radii, 1), holes),
            GeometryVersion = 1,
        };
    }

    private static LinearRing Ring(Position center, double[] radii, double scale)
    {
        var points = radii.Select((radius, i) =>
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * i / radii.Length);
            return new Coordinate(center.Longitude + (radius * scale * cosine), center.Latitude + (radius * scale * sine));
        }).ToList();
        return Factory.CreateLinearRing([.. points, points[0].Copy()]);
    }

    private static double Time(Position[] points, Action<Position, List<long>> search)
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

    private static void Search(STRtree<(long Id, IPreparedGeometry Area)> tree, Position position, List<long> found)
    {
        var point = Factory.CreatePoint(new Coordinate(position.Longitude, position.Latitude));
        foreach (var (id, area) in tree.Query(point.EnvelopeInternal))
        {
            if (area.Covers(point))
            {
                found.Add(id);
            }
        }
    }

    private static List<long> Ours(LandmarkIndex index, Position position)
    {
        var found = new List<long>();
        index.FindContaining(position, found);
        return found;
    }

    private static List<long> Theirs(STRtree<(long Id, IPreparedGeometry Area)> tree, Position position)
    {
        var found = new List<long>();
        Search(tree, position, found);
        return found;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

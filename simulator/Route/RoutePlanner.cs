using EdgeRelay.Simulator.Scenarios;

namespace EdgeRelay.Simulator.Route;

/// <summary>Finds ways through the grid that never turn back on themselves in mid-drive.</summary>
internal static class RoutePlanner
{
    private const double RedLightProbability = 0.2;

    /// <summary>The shortest way; the draw decides between going east–west or north–south first where both are as short.</summary>
    public static DrivingRoute Shortest(StreetAddress from, StreetAddress to, RandomStream random) =>
        Build(Best(from, to, random.Chance(0.5), viaRing: false), random);

    /// <summary>A way along two sides of the freeway ring.</summary>
    public static DrivingRoute ByFreeway(StreetAddress from, StreetAddress to, RandomStream random) =>
        Build(Best(from, to, random.Chance(0.5), viaRing: true), random);

    private static List<PlanePoint> Best(StreetAddress from, StreetAddress to, bool northFirst, bool viaRing)
    {
        if (!viaRing && from.SameBlock(to))
        {
            return [from.Point, to.Point];
        }

        List<PlanePoint>? best = null;
        foreach (var candidate in Candidates(from, to, northFirst, viaRing))
        {
            var line = WithoutStraightCorners(candidate);
            if (!TurnsBack(line) && (best is null || LengthOf(line) < LengthOf(best) - 0.001))
            {
                best = line;
            }
        }

        return best ?? throw new InvalidOperationException($"No way from {from} to {to}.");
    }

    private static IEnumerable<List<PlanePoint>> Candidates(StreetAddress from, StreetAddress to, bool northFirst, bool viaRing)
    {
        foreach (var (leaveAfter, arriveAfter) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var (c0, r0) = from.Crossing(leaveAfter);
            var (c1, r1) = to.Crossing(arriveAfter);
            foreach (var via in viaRing ? RingWays(c0, r0, c1, r1) : CityWays(c0, r0, c1, r1, northFirst))
            {
                yield return [from.Point, City.Crossing(c0, r0), .. via, City.Crossing(c1, r1), to.Point];
            }
        }
    }

    private static IEnumerable<PlanePoint[]> CityWays(int c0, int r0, int c1, int r1, bool northFirst)
    {
        yield return [northFirst ? City.Crossing(c0, r1) : City.Crossing(c1, r0)];
        yield return [northFirst ? City.Crossing(c1, r0) : City.Crossing(c0, r1)];

        // A detour by the next street: needed where both addresses lie on one street and the vehicle faces away.
        foreach (var row in new[] { r0 - 1, r0 + 1 })
        {
            if (row is > 0 and < City.Streets - 1)
            {
                yield return [City.Crossing(c0, row), City.Crossing(c1, row)];
            }
        }

        foreach (var column in new[] { c0 - 1, c0 + 1 })
        {
            if (column is > 0 and < City.Streets - 1)
            {
                yield return [City.Crossing(column, r0), City.Crossing(column, r1)];
            }
        }
    }

    private static IEnumerable<PlanePoint[]> RingWays(int c0, int r0, int c1, int r1)
    {
        const int Last = City.Streets - 1;
        foreach (var (column, row) in new[] { (0, 0), (0, Last), (Last, 0), (Last, Last) })
        {
            yield return [City.Crossing(column, r0), City.Crossing(column, row), City.Crossing(c1, row)];
            yield return [City.Crossing(c0, row), City.Crossing(column, row), City.Crossing(column, r1)];
        }
    }

    private static List<PlanePoint> WithoutStraightCorners(List<PlanePoint> line)
    {
        var kept = new List<PlanePoint>(line.Count);
        foreach (var point in line)
        {
            if (kept.Count > 0 && kept[^1] == point)
            {
                continue;
            }

            if (kept.Count > 1 && Cosine(kept[^2], kept[^1], point) > 0.5)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            kept.Add(point);
        }

        return kept;
    }

    private static bool TurnsBack(List<PlanePoint> line)
    {
        for (var i = 2; i < line.Count; i++)
        {
            if (Cosine(line[i - 2], line[i - 1], line[i]) < -0.5)
            {
                return true;
            }
        }

        return false;
    }

    private static double Cosine(PlanePoint a, PlanePoint b, PlanePoint c) =>
        (b - a).Dot(c - b) / ((b - a).Length * (c - b).Length);

    private static double LengthOf(List<PlanePoint> line)
    {
        double length = 0;
        for (var i = 1; i < line.Count; i++)
        {
            length += (line[i] - line[i - 1]).Length;
        }

        return length;
    }

    private static DrivingRoute Build(List<PlanePoint> line, RandomStream random)
    {
        var pieces = new List<RoutePiece>();
        var lights = new List<RedLight>();
        double begins = 0;
        for (var i = 1; i < line.Count; i++)
        {
            var direction = (line[i] - line[i - 1]) * (1 / (line[i] - line[i - 1]).Length);
            var limit = LimitOf(line[i - 1], direction);
            var start = i == 1 ? line[0] : line[i - 1] + (direction * RoutePiece.TurnRadius);
            var end = i == line.Count - 1 ? line[i] : line[i] - (direction * RoutePiece.TurnRadius);
            var straight = new RoutePiece
            {
                Start = start,
                Direction = direction,
                Length = (end - start).Length,
                LimitMph = limit,
                Begins = begins,
            };
            pieces.Add(straight);
            AddRedLights(straight, limit, random, lights);
            begins = straight.Ends;
            if (i < line.Count - 1)
            {
                var inward = (line[i + 1] - line[i]) * (1 / (line[i + 1] - line[i]).Length);
                var turnLimit = Math.Min(limit, LimitOf(line[i], inward));
                var turn = new RoutePiece
                {
                    Start = end,
                    Direction = direction,
                    Inward = inward,
                    Length = RoutePiece.TurnLength,
                    LimitMph = turnLimit,
                    Begins = begins,
                };
                pieces.Add(turn);
                begins = turn.Ends;
            }
        }

        return new DrivingRoute(pieces, lights);
    }

    private static double LimitOf(PlanePoint point, PlanePoint direction) =>
        City.LimitMph((int)Math.Round((Math.Abs(direction.X) > 0.5 ? point.Y : point.X) / City.Block));

    /// <summary>Lights stand at avenues, 12 m before the crossing; the freeway has none.</summary>
    private static void AddRedLights(RoutePiece straight, double limitMph, RandomStream random, List<RedLight> lights)
    {
        if (limitMph > 60)
        {
            return;
        }

        var eastWest = Math.Abs(straight.Direction.X) > 0.5;
        var from = eastWest ? straight.Start.X : straight.Start.Y;
        var sign = eastWest ? straight.Direction.X : straight.Direction.Y;
        for (var street = sign > 0 ? 1 : City.Streets - 2; street is > 0 and < City.Streets - 1; street += sign > 0 ? 1 : -1)
        {
            var ahead = (((street * City.Block) - from) * sign) - 12;
            if (City.IsAvenue(street) && ahead > 20 && ahead < straight.Length - 20 && random.Chance(RedLightProbability))
            {
                lights.Add(new RedLight(straight.Begins + ahead, random.Between(5, 20)));
            }
        }
    }
}

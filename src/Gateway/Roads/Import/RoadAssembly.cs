using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Cuts the roads' lines into edges at junctions, and edges into segments.</summary>
internal static class RoadAssembly
{
    private const double MetersPerUnit = 6_371_008.8 * Math.PI / 180 / 1e7;

    public static void Run(
        SectionWriter drafts, ExternalSort<RoadPoint> points, RoadFileBuilder file, RoadImportSummary summary, CancellationToken cancellation)
    {
        using var point = points.Read(cancellation).GetEnumerator();
        var hasPoint = point.MoveNext();
        var line = new List<RoadPoint>();
        var index = 0u;
        foreach (var draft in drafts.Read<WayDraft>())
        {
            file.AddWay(draft.Finish(summary.UnitlessIsMph));
            line.Clear();
            for (; hasPoint && point.Current.Way == index; hasPoint = point.MoveNext())
            {
                line.Add(point.Current);
            }

            Cut(line, index, draft.Traits, file);
            index++;
        }
    }

    private static void Cut(List<RoadPoint> line, uint way, RoadTraits traits, RoadFileBuilder file)
    {
        var first = 0;
        for (var i = 1; i < line.Count; i++)
        {
            // A node that the extract lacks leaves a hole: the road ends before it and begins anew behind it.
            if (line[i].Place != line[i - 1].Place + 1)
            {
                Add(line, first, i - 1, way, traits, file);
                first = i;
            }
            else if (line[i].Junction != RoadPoint.NoJunction)
            {
                Add(line, first, i, way, traits, file);
                first = i;
            }
        }

        Add(line, first, line.Count - 1, way, traits, file);
    }

    private static void Add(List<RoadPoint> line, int first, int last, uint way, RoadTraits traits, RoadFileBuilder file)
    {
        if (last <= first)
        {
            return;
        }

        var edge = file.NextEdge;
        var along = 0.0;
        var isDrawn = false;
        for (var i = first; i < last; i++)
        {
            var meters = Meters(line[i], line[i + 1]);
            if (meters > 0)
            {
                file.AddSegment(new RoadSegment(line[i].X, line[i].Y, line[i + 1].X, line[i + 1].Y, edge, (float)along));
                along += meters;
                isDrawn = true;
            }
        }

        if (isDrawn)
        {
            file.AddEdge(new RoadEdge(JunctionAt(line[first], file), JunctionAt(line[last], file), way, (float)along), traits);
        }
    }

    // Where a hole cuts a road, its end is a junction with nothing else.
    private static uint JunctionAt(RoadPoint point, RoadFileBuilder file) =>
        point.Junction == RoadPoint.NoJunction ? file.NewJunction() : point.Junction;

    private static double Meters(RoadPoint from, RoadPoint to)
    {
        var north = (double)to.Y - from.Y;
        var east = ((double)to.X - from.X) * Math.Cos(((double)from.Y + to.Y) / 2e7 * (Math.PI / 180));
        return Math.Sqrt((north * north) + (east * east)) * MetersPerUnit;
    }
}

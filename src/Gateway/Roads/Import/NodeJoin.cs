namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Brings the roads' nodes and their places together; both come sorted by node.</summary>
internal static class NodeJoin
{
    public static void Run(
        IEnumerable<NodeUse> uses, IEnumerable<NodePlace> places, ExternalSort<RoadPoint> points, RoadImportSummary summary, RoadFileBuilder sections)
    {
        using var place = places.GetEnumerator();
        var hasPlace = place.MoveNext();
        var sameNode = new List<NodeUse>();
        foreach (var use in uses)
        {
            if (sameNode.Count > 0 && sameNode[0].Key != use.Key)
            {
                Place(sameNode, place, ref hasPlace, points, summary, sections);
                sameNode.Clear();
            }

            sameNode.Add(use);
        }

        Place(sameNode, place, ref hasPlace, points, summary, sections);
    }

    private static void Place(
        List<NodeUse> sameNode,
        IEnumerator<NodePlace> place,
        ref bool hasPlace,
        ExternalSort<RoadPoint> points,
        RoadImportSummary summary,
        RoadFileBuilder sections)
    {
        while (hasPlace && place.Current.Key < sameNode[0].Key)
        {
            hasPlace = place.MoveNext();
        }

        if (!hasPlace || place.Current.Key != sameNode[0].Key)
        {
            summary.MissingNodes++;
            return;
        }

        var isJunction = sameNode.Count > 1 || sameNode[0].IsEnd;
        var junction = isJunction ? sections.NewJunction() : RoadPoint.NoJunction;
        foreach (var use in sameNode)
        {
            points.Add(new RoadPoint(use.Way, use.Place, place.Current.X, place.Current.Y, junction));
        }
    }
}

using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>NetTopologySuite's tree with its prepared polygons: what a .NET program would take from the shelf.</summary>
internal sealed class PreparedTree
{
    private static readonly GeometryFactory Factory = new();

    private readonly STRtree<(long Id, IPreparedGeometry Area)> _tree = new();

    public PreparedTree(Landmark[] landmarks)
    {
        foreach (var landmark in landmarks)
        {
            var geometry = landmark.Geometry;
            _tree.Insert(geometry.EnvelopeInternal, (landmark.Id, PreparedGeometryFactory.Prepare(geometry)));
        }

        _tree.Build();
    }

    public void FindContaining(Position position, List<long> found)
    {
        var point = Factory.CreatePoint(new Coordinate(position.Longitude, position.Latitude));
        foreach (var (id, area) in _tree.Query(point.EnvelopeInternal))
        {
            if (area.Covers(point))
            {
                found.Add(id);
            }
        }
    }
}

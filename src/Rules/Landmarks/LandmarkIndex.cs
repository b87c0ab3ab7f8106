using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Finds the landmarks that contain a point, lie near it or are crossed by a way.</summary>
/// <remarks>
/// Immutable; safe to read from any thread. The queries append to a list of the caller's, so a reused list makes them free of
/// allocation; the order of what they append is not defined.
/// </remarks>
public sealed class LandmarkIndex
{
    private readonly Dictionary<long, Landmark> _byId;
    private readonly LandmarkShape[] _shapes;
    private readonly long[] _ids;
    private readonly BoxTree _tree;

    private LandmarkIndex(IReadOnlyList<Landmark> landmarks)
    {
        Landmarks = landmarks;
        _byId = new Dictionary<long, Landmark>(landmarks.Count);
        _shapes = new LandmarkShape[landmarks.Count];
        _ids = new long[landmarks.Count];
        var boxes = new List<(GeoBox, int)>(landmarks.Count);
        for (var i = 0; i < landmarks.Count; i++)
        {
            var landmark = landmarks[i];
            _byId.Add(landmark.Id, landmark);
            _ids[i] = landmark.Id;
            _shapes[i] = landmark.Shape;
            AddBoxes(boxes, landmark.Shape.Bounds, i);
        }

        _tree = new BoxTree(boxes);
    }

    public static LandmarkIndex Empty { get; } = new([]);

    public IReadOnlyList<Landmark> Landmarks { get; }

    /// <param name="landmarks">Ids are unique. The list is kept and must not change any more.</param>
    public static LandmarkIndex Build(IReadOnlyList<Landmark> landmarks) => new(landmarks);

    /// <returns>The landmark, or null when the index does not hold it.</returns>
    public Landmark? Find(long id) => _byId.GetValueOrDefault(id);

    /// <summary>Appends the ids of the landmarks that contain <paramref name="position"/>; a point on a border is inside.</summary>
    public void FindContaining(Position position, List<long> ids)
    {
        var search = new ContainingSearch(this, position, ids);
        _tree.Visit(new GeoBox(position.Longitude, position.Latitude, position.Longitude, position.Latitude), ref search);
    }

    /// <summary>Appends the ids of the landmarks that contain the position or whose border is at most <paramref name="meters"/> away.</summary>
    public void FindNear(Position position, double meters, List<long> ids)
    {
        var search = new NearSearch(this, position, meters, ids, ids.Count);
        VisitAround(
            new GeoBox(position.Longitude, position.Latitude, position.Longitude, position.Latitude).Padded(meters), ref search);
    }

    /// <summary>Appends the ids of the landmarks for which <see cref="LandmarkShape.CrossingFractions"/> gives any.</summary>
    public void FindCrossed(Position from, Position to, List<long> ids)
    {
        var search = new CrossedSearch(this, from, to, ids, ids.Count);
        VisitAround(new Way(from, to).Bounds, ref search);
    }

    /// <summary>Boxes of the tree lie within ±180° or reach over it from one side, so a landmark across ±180° has one on each.</summary>
    private static void AddBoxes(List<(GeoBox Box, int Item)> boxes, GeoBox box, int item)
    {
        if (box.East - box.West >= 360)
        {
            boxes.Add((new GeoBox(-180, box.South, 180, box.North), item));
            return;
        }

        for (var turn = -360; turn <= 360; turn += 360)
        {
            if (box.West + turn <= 180 && box.East + turn >= -180)
            {
                boxes.Add((new GeoBox(box.West + turn, box.South, box.East + turn, box.North), item));
            }
        }
    }

    /// <summary>Also looks on the other side of ±180° when the asked box reaches over it.</summary>
    private void VisitAround<TVisitor>(GeoBox box, ref TVisitor visitor)
        where TVisitor : struct, IBoxVisitor
    {
        _tree.Visit(box, ref visitor);
        if (box.West < -180)
        {
            _tree.Visit(new GeoBox(box.West + 360, box.South, box.East + 360, box.North), ref visitor);
        }

        if (box.East > 180)
        {
            _tree.Visit(new GeoBox(box.West - 360, box.South, box.East - 360, box.North), ref visitor);
        }
    }

    private readonly struct ContainingSearch(LandmarkIndex index, Position position, List<long> ids) : IBoxVisitor
    {
        public void Visit(int item)
        {
            if (index._shapes[item].Contains(position))
            {
                ids.Add(index._ids[item]);
            }
        }
    }

    private readonly struct NearSearch(LandmarkIndex index, Position position, double meters, List<long> ids, int first) : IBoxVisitor
    {
        public void Visit(int item)
        {
            var shape = index._shapes[item];
            if ((shape.Contains(position) || shape.MetersToBorder(position) <= meters)
                && ids.IndexOf(index._ids[item], first) < 0)
            {
                ids.Add(index._ids[item]);
            }
        }
    }

    private readonly struct CrossedSearch(LandmarkIndex index, Position from, Position to, List<long> ids, int first) : IBoxVisitor
    {
        public void Visit(int item)
        {
            Span<double> one = stackalloc double[1];
            if (index._shapes[item].CrossingFractions(from, to, one) > 0 && ids.IndexOf(index._ids[item], first) < 0)
            {
                ids.Add(index._ids[item]);
            }
        }
    }
}

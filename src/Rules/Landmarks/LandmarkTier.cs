using System.Runtime.InteropServices;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Some landmarks of an index with a tree over them, less those that were deleted or replaced since.</summary>
/// <remarks>Immutable; safe to read from any thread. A tier without some of its landmarks shares everything but a bit each.</remarks>
internal sealed class LandmarkTier
{
    private readonly Contents _contents;

    /// <summary>A bit each landmark that is here no more; null while all are.</summary>
    private readonly ulong[]? _gone;

    private LandmarkTier(Contents contents, ulong[]? gone, int count)
    {
        (_contents, _gone, Count) = (contents, gone, count);
    }

    /// <summary>How many landmarks are here still.</summary>
    public int Count { get; }

    /// <summary>How many were here at first.</summary>
    public int Capacity => _contents.Landmarks.Length;

    /// <summary>At least one sets a posted limit, or did when the tier was made.</summary>
    public bool HasSpeedLimits => _contents.HasSpeedLimits;

    /// <param name="landmarks">Ids are unique.</param>
    public static LandmarkTier Of(IReadOnlyCollection<Landmark> landmarks) => new(new Contents(landmarks), null, landmarks.Count);

    public Landmark? Find(long id) =>
        _contents.PlaceById.TryGetValue(id, out var place) && !IsGone(place) ? _contents.Landmarks[place] : null;

    public IEnumerable<Landmark> All() => _contents.Landmarks.Where((_, place) => !IsGone(place));

    /// <returns>This tier less the landmarks of these ids; itself when it has none of them.</returns>
    public LandmarkTier Without(IEnumerable<long> ids)
    {
        ulong[]? gone = null;
        var count = Count;
        foreach (var id in ids)
        {
            if (_contents.PlaceById.TryGetValue(id, out var place))
            {
                gone ??= _gone is null ? new ulong[(Capacity + 63) / 64] : [.. _gone];
                var bit = 1UL << place;
                count -= (gone[place / 64] & bit) == 0 ? 1 : 0;
                gone[place / 64] |= bit;
            }
        }

        return gone is null ? this : new LandmarkTier(_contents, gone, count);
    }

    /// <param name="receivedMs">Landmarks that took effect later are not found.</param>
    public void FindContaining(Position position, long receivedMs, List<long> ids)
    {
        var search = new ContainingSearch(this, position, receivedMs, ids);
        _contents.Tree.VisitPoint((float)position.Longitude, (float)position.Latitude, ref search);
    }

    public void FindNear(Position position, double meters, List<long> ids)
    {
        var search = new NearSearch(this, position, meters, ids, ids.Count);
        VisitAround(
            new GeoBox(position.Longitude, position.Latitude, position.Longitude, position.Latitude).Padded(meters), ref search);
    }

    /// <param name="receivedMs">Landmarks that took effect later are not found.</param>
    public void FindCrossed(Position from, Position to, long receivedMs, List<long> ids)
    {
        var search = new CrossedSearch(this, from, to, receivedMs, ids, ids.Count);
        VisitAround(new Way(from, to).Bounds, ref search);
    }

    private bool IsGone(int place) => _gone is { } gone && (gone[place / 64] & (1UL << place)) != 0;

    private bool IsKnown(int place, long receivedMs) => !IsGone(place) && _contents.EffectiveFromMs[place] <= receivedMs;

    /// <summary>Also looks on the other side of ±180° when the asked box reaches over it.</summary>
    private void VisitAround<TVisitor>(GeoBox box, ref TVisitor visitor)
        where TVisitor : struct, IBoxVisitor
    {
        _contents.Tree.Visit(box, ref visitor);
        if (box.West < -180)
        {
            _contents.Tree.Visit(new GeoBox(box.West + 360, box.South, box.East + 360, box.North), ref visitor);
        }

        if (box.East > 180)
        {
            _contents.Tree.Visit(new GeoBox(box.West - 360, box.South, box.East - 360, box.North), ref visitor);
        }
    }

    private readonly struct ContainingSearch(LandmarkTier tier, Position position, long receivedMs, List<long> ids) : IBoxVisitor
    {
        public void Visit(int item)
        {
            if (tier._contents.ShapeAt(item).ContainsQuickly(position) && tier.IsKnown(item, receivedMs))
            {
                ids.Add(tier._contents.Ids[item]);
            }
        }
    }

    private readonly struct NearSearch(LandmarkTier tier, Position position, double meters, List<long> ids, int first) : IBoxVisitor
    {
        public void Visit(int item)
        {
            var shape = tier._contents.ShapeAt(item);
            if ((shape.Contains(position) || shape.MetersToBorder(position) <= meters)
                && ids.IndexOf(tier._contents.Ids[item], first) < 0
                && !tier.IsGone(item))
            {
                ids.Add(tier._contents.Ids[item]);
            }
        }
    }

    private readonly struct CrossedSearch(
        LandmarkTier tier, Position from, Position to, long receivedMs, List<long> ids, int first) : IBoxVisitor
    {
        public void Visit(int item)
        {
            Span<double> one = stackalloc double[1];
            if (tier._contents.ShapeAt(item).CrossingFractions(from, to, one) > 0
                && ids.IndexOf(tier._contents.Ids[item], first) < 0
                && tier.IsKnown(item, receivedMs))
            {
                ids.Add(tier._contents.Ids[item]);
            }
        }
    }

    /// <summary>What tiers that differ only in what is gone from them share: columns by place, places along the tree's curve.</summary>
    private sealed class Contents
    {
        /// <summary>Filled when a question first comes near: most of a million landmarks are never asked.</summary>
        private readonly LandmarkShape?[] _shapes;

        public Contents(IReadOnlyCollection<Landmark> landmarks)
        {
            Landmarks = new Landmark[landmarks.Count];
            PlaceById = new Dictionary<long, int>(landmarks.Count);
            Ids = new long[landmarks.Count];
            EffectiveFromMs = new long[landmarks.Count];
            _shapes = new LandmarkShape[landmarks.Count];
            Landmark[] given = [.. landmarks];
            var boxes = new List<(GeoBox Box, int Item)>(given.Length);
            for (var i = 0; i < given.Length; i++)
            {
                AddBoxes(boxes, given[i].Bounds, i);
            }

            var sorted = CollectionsMarshal.AsSpan(boxes);
            BoxTree.SortAlongCurve(sorted);
            foreach (ref var entry in sorted)
            {
                entry.Item = PlaceOf(given[entry.Item]);
            }

            Tree = new BoxTree(sorted);
        }

        public Landmark[] Landmarks { get; }

        public Dictionary<long, int> PlaceById { get; }

        public long[] Ids { get; }

        public long[] EffectiveFromMs { get; }

        public bool HasSpeedLimits { get; private set; }

        public BoxTree Tree { get; }

        public LandmarkShape ShapeAt(int place) => _shapes[place] ?? (_shapes[place] = Landmarks[place].Shape);

        /// <summary>The landmark's place; when it has none yet, the next.</summary>
        private int PlaceOf(Landmark landmark)
        {
            var place = PlaceById.Count;
            if (!PlaceById.TryAdd(landmark.Id, place))
            {
                return ReferenceEquals(Landmarks[PlaceById[landmark.Id]], landmark)
                    ? PlaceById[landmark.Id]
                    : throw new ArgumentException($"There are two landmarks of the id {landmark.Id}.", nameof(landmark));
            }

            Landmarks[place] = landmark;
            Ids[place] = landmark.Id;
            EffectiveFromMs[place] = landmark.EffectiveFrom?.UnixMilliseconds ?? long.MinValue;
            HasSpeedLimits |= landmark.SpeedLimitMph > 0;
            return place;
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
    }
}

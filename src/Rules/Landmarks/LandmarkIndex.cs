using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Finds the landmarks that contain a point, lie near it or are crossed by a way.</summary>
/// <remarks>
/// Immutable; safe to read from any thread. The queries append to a list of the caller's, so a reused list makes them free of
/// allocation; the order of what they append is not defined.
/// <para>
/// A changed index shares what did not change (the logarithmic method: Bentley and Saxe, Decomposable Searching Problems, 1980). What is
/// added forms a small tier of its own; tiers are merged when they have grown to a size, so that there are few of them and a landmark
/// is sorted in anew only as often as its tier grows fourfold. What is deleted is marked in its tier.
/// </para>
/// </remarks>
public sealed class LandmarkIndex
{
    /// <summary>Up to this many landmarks a tier is remade with every addition, in about a millisecond, rather than kept beside others.</summary>
    private const int SmallTier = 2_048;

    /// <summary>A tier is merged with those after it when it is no more than this many times as large.</summary>
    private const int Growth = 4;

    /// <summary>Largest first; none is empty.</summary>
    private readonly LandmarkTier[] _tiers;

    private LandmarkIndex(LandmarkTier[] tiers)
    {
        _tiers = tiers;
        foreach (var tier in tiers)
        {
            Count += tier.Count;
            HasSpeedLimits |= tier.HasSpeedLimits;
        }
    }

    public static LandmarkIndex Empty { get; } = new([]);

    public int Count { get; }

    /// <summary>False when no landmark sets a posted limit.</summary>
    public bool HasSpeedLimits { get; }

    /// <summary>The landmarks, in no defined order.</summary>
    public IEnumerable<Landmark> Landmarks => _tiers.SelectMany(t => t.All());

    /// <param name="landmarks">Ids are unique.</param>
    public static LandmarkIndex Build(IReadOnlyCollection<Landmark> landmarks)
    {
        ArgumentNullException.ThrowIfNull(landmarks);
        return landmarks.Count == 0 ? Empty : new LandmarkIndex([LandmarkTier.Of(landmarks)]);
    }

    /// <summary>The index as it is after a change; this one stays as it was.</summary>
    /// <param name="put">Landmarks that are new or take the place of those of the same ids; ids are unique.</param>
    /// <param name="removed">Ids of landmarks that are no more; unknown ones do nothing.</param>
    public LandmarkIndex With(IReadOnlyCollection<Landmark> put, IReadOnlyCollection<long> removed)
    {
        ArgumentNullException.ThrowIfNull(put);
        ArgumentNullException.ThrowIfNull(removed);
        var old = put.Select(l => l.Id).Concat(removed).ToList();
        var tiers = _tiers.Select(t => Tidy(t.Without(old))).Where(t => t.Count > 0).ToList();
        var added = put;
        while (tiers.Count > 0 && added.Count > 0 && (tiers[^1].Count <= SmallTier || tiers[^1].Count / Growth <= added.Count))
        {
            added = [.. tiers[^1].All(), .. added];
            tiers.RemoveAt(tiers.Count - 1);
        }

        if (added.Count > 0)
        {
            tiers.Add(LandmarkTier.Of(added));
        }

        return new LandmarkIndex([.. tiers.OrderByDescending(t => t.Count)]);
    }

    /// <returns>The landmark, or null when the index does not hold it.</returns>
    public Landmark? Find(long id)
    {
        foreach (var tier in _tiers)
        {
            if (tier.Find(id) is { } landmark)
            {
                return landmark;
            }
        }

        return null;
    }

    /// <summary>Appends the ids of the landmarks that contain <paramref name="position"/>; a point on a border is inside.</summary>
    public void FindContaining(Position position, List<long> ids) => FindContaining(position, null, ids);

    /// <summary>The same for a position received at a time: landmarks that took effect later do not count.</summary>
    public void FindContaining(Position position, Instant? received, List<long> ids)
    {
        foreach (var tier in _tiers)
        {
            tier.FindContaining(position, received?.UnixMilliseconds ?? long.MaxValue, ids);
        }
    }

    /// <summary>Appends the ids of the landmarks that contain the position or whose border is at most <paramref name="meters"/> away.</summary>
    public void FindNear(Position position, double meters, List<long> ids)
    {
        foreach (var tier in _tiers)
        {
            tier.FindNear(position, meters, ids);
        }
    }

    /// <summary>Appends the ids of the landmarks for which <see cref="LandmarkShape.CrossingFractions"/> gives any.</summary>
    public void FindCrossed(Position from, Position to, List<long> ids) => FindCrossed(from, to, null, ids);

    /// <summary>The same for a position received at a time: landmarks that took effect later do not count.</summary>
    public void FindCrossed(Position from, Position to, Instant? received, List<long> ids)
    {
        foreach (var tier in _tiers)
        {
            tier.FindCrossed(from, to, received?.UnixMilliseconds ?? long.MaxValue, ids);
        }
    }

    /// <summary>A tier of which more than half is gone is remade, so that what is gone costs no memory for long.</summary>
    private static LandmarkTier Tidy(LandmarkTier tier) =>
        tier.Count > 0 && tier.Count < tier.Capacity / 2 ? LandmarkTier.Of([.. tier.All()]) : tier;
}

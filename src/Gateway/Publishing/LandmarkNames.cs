using System.Collections.Frozen;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>The account's landmarks by id. Immutable; safe to read from any thread.</summary>
public sealed class LandmarkNames(IReadOnlyDictionary<long, LandmarkName> nameById)
{
    private readonly FrozenDictionary<long, LandmarkName> _nameById = nameById.ToFrozenDictionary();

    public static LandmarkNames Empty { get; } = new(new Dictionary<long, LandmarkName>());

    public static LandmarkNames Of(IEnumerable<Landmark> landmarks) =>
        new(landmarks.ToDictionary(l => l.Id, l => new LandmarkName(l.Name, l.Group, l.Kind)));

    /// <returns>Null when the id is null or not known (any more).</returns>
    public LandmarkName? Find(long? id) => id is { } known ? _nameById.GetValueOrDefault(known) : null;
}

using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>What payloads say about landmarks, by id. Immutable; safe to read from any thread.</summary>
public sealed class LandmarkNames(LandmarkIndex landmarks)
{
    public static LandmarkNames Empty { get; } = new(LandmarkIndex.Empty);

    /// <returns>Null when the id is null or not known (any more).</returns>
    public LandmarkName? Find(long? id) => id is { } known && landmarks.Find(known) is { } found
        ? new LandmarkName(found.Name, found.Group, found.Kind)
        : null;
}

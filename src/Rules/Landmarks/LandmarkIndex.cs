using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Finds the landmarks that contain a point. Immutable; safe to read from any thread.</summary>
public sealed class LandmarkIndex
{
    private LandmarkIndex(IReadOnlyList<Landmark> landmarks) => Landmarks = landmarks;

    public static LandmarkIndex Empty { get; } = new([]);

    public IReadOnlyList<Landmark> Landmarks { get; }

    public static LandmarkIndex Build(IReadOnlyList<Landmark> landmarks) => new(landmarks);

    /// <returns>The landmark, or null when the index does not hold it.</returns>
    public Landmark? Find(long id) => Landmarks.FirstOrDefault(l => l.Id == id);

    /// <summary>Appends the ids of the landmarks that contain <paramref name="position"/>; a point on a border is inside.</summary>
    public void FindContaining(Position position, List<long> ids) => throw new NotSupportedException();
}

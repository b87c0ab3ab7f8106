namespace EdgeRelay.Rules.Landmarks;

/// <summary>Lists that a turn fills and empties again: one set per thread instead of garbage per fix.</summary>
internal sealed class LandmarkScratch
{
    [ThreadStatic]
    private static LandmarkScratch? _ofThread;

    public static LandmarkScratch OfThread => _ofThread ??= new LandmarkScratch();

    /// <summary>Ids of the landmarks that contain the fix at hand.</summary>
    public List<long> Containing { get; } = [];

    /// <summary>Ids of the landmarks that the way to the fix may have crossed.</summary>
    public List<long> Crossed { get; } = [];

    /// <summary>Ids of the landmarks whose geometry changed under the vehicle: unknown until this fix.</summary>
    public List<long> Edited { get; } = [];

    /// <summary>What is to be told.</summary>
    public List<Crossing> Crossings { get; } = [];

    public void Clear()
    {
        Containing.Clear();
        Crossed.Clear();
        Edited.Clear();
        Crossings.Clear();
    }
}

namespace EdgeRelay.Rules.Roads;

/// <summary>The road files that are loaded together. Routes do not lead from one into another; at a border matching starts anew.</summary>
/// <remarks>Immutable; safe to read from any thread.</remarks>
public sealed class RoadNetwork
{
    /// <summary>Files at once; a candidate names its file in one byte.</summary>
    public const int MaxMaps = 255;

    private readonly RoadMap[] _maps;

    /// <exception cref="ArgumentException">More than <see cref="MaxMaps"/> files.</exception>
    public RoadNetwork(IEnumerable<RoadMap> maps)
    {
        _maps = [.. maps];
        if (_maps.Length > MaxMaps)
        {
            throw new ArgumentException($"At most {MaxMaps} road files at once.", nameof(maps));
        }

        Edition = _maps.Aggregate(0u, (edition, map) => (edition * 31) + map.Edition);
        EffectiveFromMs = _maps.Length == 0 ? long.MinValue : _maps.Max(m => m.Header.ImportedMs);
    }

    public static RoadNetwork Empty { get; } = new([]);

    public bool IsEmpty => _maps.Length == 0;

    public IReadOnlyList<RoadMap> Maps => _maps;

    /// <summary>Names the content of all files together.</summary>
    public uint Edition { get; }

    /// <summary>Since when it holds, Unix ms of the receive time: before it limits are unknown (the newest file's import).</summary>
    public long EffectiveFromMs { get; }

    internal ReadOnlySpan<RoadMap> Span => _maps;
}

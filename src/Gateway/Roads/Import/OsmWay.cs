namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A way as it stands in an extract.</summary>
internal sealed class OsmWay
{
    /// <summary>The project's own limit is 2,000; a way beyond this is damage.</summary>
    public const int MaxNodes = 1_000_000;

    public long Id { get; set; }

    public List<long> Nodes { get; } = [];

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public void Clear()
    {
        Id = 0;
        Nodes.Clear();
        Tags.Clear();
    }
}

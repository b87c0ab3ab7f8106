namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A junction may be left by an edge (twice its number, plus 1 against its direction); sorted by junction.</summary>
internal readonly struct LeavingEdge(uint junction, uint directed) : ISorted
{
    public ulong Key { get; } = ((ulong)junction << 32) | directed;

    public uint Junction => (uint)(Key >> 32);

    public uint Directed => (uint)Key;
}

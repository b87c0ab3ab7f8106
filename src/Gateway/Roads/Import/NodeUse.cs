using System.Runtime.InteropServices;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A road needs a node at a place in its line; sorted by node.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct NodeUse(long node, uint way, uint place, bool isEnd) : ISorted
{
    private readonly ulong _node = NodePlace.KeyOf(node);
    private readonly uint _placeAndEnd = (place << 1) | (isEnd ? 1u : 0u);

    public ulong Key => _node;

    public uint Way { get; } = way;

    public uint Place => _placeAndEnd >> 1;

    public bool IsEnd => (_placeAndEnd & 1) != 0;
}

using System.Runtime.InteropServices;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Where a node lies, ten-millionths of a degree; sorted by node.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct NodePlace(long node, int x, int y) : ISorted
{
    private readonly ulong _node = KeyOf(node);

    public ulong Key => _node;

    public int X { get; } = x;

    public int Y { get; } = y;

    /// <summary>Orders ids as signed numbers: editors give new nodes negative ones.</summary>
    public static ulong KeyOf(long node) => (ulong)node ^ (1UL << 63);
}

using System.Runtime.InteropServices;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Rules.Roads;

/// <summary>The packed R-tree over a road file's segments: sixteen to a node, nodes found by counting.</summary>
public static class RoadTree
{
    public const int Fanout = 16;

    /// <summary>2^31 segments need eight levels of sixteen.</summary>
    private const int MaxLevels = 8;

    /// <summary>Boxes of all levels over so many segments; the highest level has at most sixteen.</summary>
    public static long BoxesOver(int segments)
    {
        var (total, level) = (0L, (long)segments);
        do
        {
            level = (level + Fanout - 1) / Fanout;
            total += level;
        }
        while (level > Fanout);
        return total;
    }

    /// <summary>Where a segment's middle lies on a Hilbert curve round the world; leaves are cut from this order.</summary>
    public static ulong OrderOf(in RoadSegment segment)
    {
        // Ten-millionths of a degree round the world need 32 bits; the curve has 31.
        const long halfWorld = 1_800_000_000;
        return HilbertCurve.DistanceOf(
            (uint)((((long)segment.X1 + segment.X2) / 2) + halfWorld) >> 1, (uint)((((long)segment.Y1 + segment.Y2) / 2) + halfWorld) >> 1);
    }

    /// <summary>Finds the leaves, runs of sixteen segments, whose box touches <paramref name="wanted"/>.</summary>
    /// <param name="tree">The tree section.</param>
    /// <param name="leaves">Gets their numbers; when it is full the rest is left out.</param>
    /// <returns>How many were found.</returns>
    internal static int Find(ReadOnlySpan<byte> tree, int segments, in RoadBox wanted, Span<int> leaves)
    {
        if (segments == 0)
        {
            return 0;
        }

        var boxes = MemoryMarshal.Cast<byte, RoadBox>(tree);
        Span<int> begins = stackalloc int[MaxLevels + 1];
        var levels = 0;
        for (var level = segments; levels == 0 || level > Fanout; levels++)
        {
            level = (int)(((long)level + Fanout - 1) / Fanout);
            begins[levels + 1] = begins[levels] + level;
        }

        // Of every level at most one node's children wait.
        Span<(int Level, int Node)> waiting = stackalloc (int, int)[MaxLevels * Fanout];
        waiting[0] = (levels - 1, 0);
        var found = 0;
        for (var count = 1; count > 0;)
        {
            var (level, node) = waiting[--count];
            var last = Math.Min((node + 1) * Fanout, begins[level + 1] - begins[level]);
            for (var child = node * Fanout; child < last; child++)
            {
                if (!boxes[begins[level] + child].Touches(wanted))
                {
                    continue;
                }

                if (level > 0)
                {
                    waiting[count++] = (level - 1, child);
                }
                else if (found < leaves.Length)
                {
                    leaves[found++] = child;
                }
            }
        }

        return found;
    }
}

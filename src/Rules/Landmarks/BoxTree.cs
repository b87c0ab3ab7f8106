using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Boxes in a packed R-tree: sorted along a Hilbert curve, sixteen to a node, all nodes of a level in one array.</summary>
/// <remarks>
/// A node keeps its sixteen boxes as four rows of floats, so that two vector comparisons a side test all of them; children are
/// found by counting, without pointers. A question among 10,000 boxes touches some ten nodes of 256 bytes. Rounding to float never
/// loses a box, since it keeps the order of numbers; it may find one too many, which the caller's exact test sorts out.
/// Immutable; safe to read from any thread.
/// </remarks>
internal sealed class BoxTree
{
    private const int Fanout = 16;
    private const int FloatsPerNode = 4 * Fanout;

    /// <summary>Bits of a waiting node's number; the level stands above them.</summary>
    private const int NodeBits = 28;

    /// <summary>Bottom first; the last one has a single node.</summary>
    private readonly float[][] _levels;

    /// <summary>What the caller knows the boxes of the bottom level by.</summary>
    private readonly int[] _items;

    /// <param name="boxes">In the order of <see cref="SortAlongCurve"/>. A box may stand for the same item as another.</param>
    public BoxTree(ReadOnlySpan<(GeoBox Box, int Item)> boxes)
    {
        _items = new int[boxes.Length];
        var level = NewLevel(boxes.Length);
        for (var i = 0; i < boxes.Length; i++)
        {
            var (box, item) = boxes[i];
            _items[i] = item;
            Put(level, i, (float)box.West, (float)box.South, (float)box.East, (float)box.North);
        }

        var levels = new List<float[]> { level };
        while (level.Length > FloatsPerNode)
        {
            level = Above(level);
            levels.Add(level);
        }

        _levels = [.. levels];
    }

    /// <summary>Sorts boxes so that neighbours in space become neighbours in memory.</summary>
    public static void SortAlongCurve(Span<(GeoBox Box, int Item)> boxes)
    {
        var extent = new GeoBox(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        foreach (ref readonly var entry in boxes)
        {
            var box = entry.Box;
            extent = new GeoBox(
                Math.Min(extent.West, box.West),
                Math.Min(extent.South, box.South),
                Math.Max(extent.East, box.East),
                Math.Max(extent.North, box.North));
        }

        const double cells = 1u << HilbertCurve.BitsPerAxis;
        var perLongitude = (cells - 1) / Math.Max(extent.East - extent.West, 1e-9);
        var perLatitude = (cells - 1) / Math.Max(extent.North - extent.South, 1e-9);
        var keys = new ulong[boxes.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var box = boxes[i].Box;
            keys[i] = HilbertCurve.DistanceOf(
                (uint)((((box.West + box.East) / 2) - extent.West) * perLongitude),
                (uint)((((box.South + box.North) / 2) - extent.South) * perLatitude));
        }

        keys.AsSpan().Sort(boxes);
    }

    /// <summary>Offers every item whose box touches the asked one; an item with several boxes may be offered again.</summary>
    /// <typeparam name="TVisitor">A struct, so that its method is compiled into the loop.</typeparam>
    public void Visit<TVisitor>(GeoBox box, ref TVisitor visitor)
        where TVisitor : struct, IBoxVisitor =>
        Visit((float)box.West, (float)box.South, (float)box.East, (float)box.North, ref visitor);

    /// <summary>Offers every item whose box contains the point.</summary>
    /// <typeparam name="TVisitor">A struct, so that its method is compiled into the loop.</typeparam>
    public void VisitPoint<TVisitor>(float longitude, float latitude, ref TVisitor visitor)
        where TVisitor : struct, IBoxVisitor => Visit(longitude, latitude, longitude, latitude, ref visitor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Visit<TVisitor>(float boxWest, float boxSouth, float boxEast, float boxNorth, ref TVisitor visitor)
        where TVisitor : struct, IBoxVisitor
    {
        if (_items.Length == 0)
        {
            return;
        }

        var west = Vector256.Create(boxWest);
        var south = Vector256.Create(boxSouth);
        var east = Vector256.Create(boxEast);
        var north = Vector256.Create(boxNorth);

        // Of every level at most one node's children wait, so that sixteen places a level are enough.
        Span<int> waiting = stackalloc int[_levels.Length * Fanout];
        waiting[0] = (_levels.Length - 1) << NodeBits;
        for (var count = 1; count > 0;)
        {
            var next = waiting[--count];
            var (level, node) = (next >> NodeBits, next & ((1 << NodeBits) - 1));
            ref var floats = ref _levels[level][node * FloatsPerNode];
            var hits = Touching(ref floats, west, south, east, north)
                | (Touching(ref Unsafe.Add(ref floats, Vector256<float>.Count), west, south, east, north)
                    << Vector256<float>.Count);
            for (; hits != 0; hits &= hits - 1)
            {
                var child = (node * Fanout) + System.Numerics.BitOperations.TrailingZeroCount(hits);
                if (level == 0)
                {
                    visitor.Visit(_items[child]);
                }
                else
                {
                    waiting[count++] = ((level - 1) << NodeBits) | child;
                }
            }
        }
    }

    /// <summary>Which of eight boxes touch the asked one, a bit each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Touching(
        ref float row, Vector256<float> west, Vector256<float> south, Vector256<float> east, Vector256<float> north)
    {
        var hit = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref row), east)
            & Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref row, Fanout), north)
            & Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref row, 2 * Fanout), west)
            & Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref row, 3 * Fanout), south);
        return hit.ExtractMostSignificantBits();
    }

    /// <summary>Room for some boxes, filled up with boxes that touch nothing.</summary>
    private static float[] NewLevel(int boxes)
    {
        var nodes = Math.Max(1, (boxes + Fanout - 1) / Fanout);
        var level = new float[nodes * FloatsPerNode];
        for (var i = 0; i < nodes * Fanout; i++)
        {
            Put(level, i, float.PositiveInfinity, float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity);
        }

        return level;
    }

    private static void Put(float[] level, int index, float west, float south, float east, float north)
    {
        var at = (index / Fanout * FloatsPerNode) + (index % Fanout);
        level[at] = west;
        level[at + Fanout] = south;
        level[at + (2 * Fanout)] = east;
        level[at + (3 * Fanout)] = north;
    }

    /// <summary>The boxes around the nodes of a level.</summary>
    private static float[] Above(float[] below)
    {
        var count = below.Length / FloatsPerNode;
        var level = NewLevel(count);
        for (var node = 0; node < count; node++)
        {
            var rows = below.AsSpan(node * FloatsPerNode, FloatsPerNode);
            Put(level, node, Least(rows[..Fanout]), Least(rows[Fanout..][..Fanout]), Greatest(rows[(2 * Fanout)..][..Fanout]), Greatest(rows[(3 * Fanout)..]));
        }

        return level;
    }

    private static float Least(ReadOnlySpan<float> row)
    {
        var least = row[0];
        foreach (var value in row)
        {
            least = Math.Min(least, value);
        }

        return least;
    }

    private static float Greatest(ReadOnlySpan<float> row)
    {
        var greatest = row[0];
        foreach (var value in row)
        {
            greatest = Math.Max(greatest, value);
        }

        return greatest;
    }
}

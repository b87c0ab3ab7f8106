using System.Runtime.CompilerServices;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>A polygon's box in 8 × 8 cells, each wholly inside, wholly outside, or on the border.</summary>
/// <remarks>
/// It answers for most points with two multiplications and a bit, from one cache line, so that the index reads the edges of a polygon
/// only for points near its border. A cell is taken for the border's rather once too often. Immutable.
/// </remarks>
internal readonly struct CellMap
{
    private const int Side = 8;

    /// <summary>How near, in cells, an edge counts as touching: far above rounding, far below what costs answers.</summary>
    private const double Margin = 1e-6;

    /// <summary>Boxes narrower than this, degrees (some 0.1 m), have no map.</summary>
    private const double LeastExtent = 1e-6;

    private readonly double _west;
    private readonly double _south;
    private readonly double _cellsPerLongitude;
    private readonly double _cellsPerLatitude;
    private readonly ulong _inside;
    private readonly ulong _border;

    private CellMap(GeoBox box, ulong inside, ulong border)
    {
        _west = box.West;
        _south = box.South;
        _cellsPerLongitude = Side / (box.East - box.West);
        _cellsPerLatitude = Side / (box.North - box.South);
        _inside = inside;
        _border = border;
    }

    /// <summary>What a map says of a point.</summary>
    public enum Answer
    {
        Outside,
        Inside,

        /// <summary>The edges must be asked.</summary>
        Unsure,
    }

    /// <summary>Of a box whose points must all be asked of the shape.</summary>
    public static CellMap AllBorder { get; } = new(new GeoBox(0, 0, 1, 1), 0, ulong.MaxValue);

    public static CellMap Of(double[] points, int[] edges, GeoBox box, EdgeBands bands)
    {
        if (!(box.East - box.West > LeastExtent) || !(box.North - box.South > LeastExtent))
        {
            return AllBorder;
        }

        var empty = new CellMap(box, 0, 0);
        ulong border = 0;
        foreach (var at in edges)
        {
            border |= empty.CellsOf(Edge.From(points, at));
        }

        return new CellMap(box, empty.CellsInside(border, bands), border);
    }

    /// <param name="x">Longitude; one that is whole turns away from the box is unsure.</param>
    /// <param name="y">Latitude.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Answer At(double x, double y)
    {
        // A point just west or south of the box falls into its first cells. Those lie at the border or outside, never inside.
        var column = (int)((x - _west) * _cellsPerLongitude);
        var row = (int)((y - _south) * _cellsPerLatitude);
        if ((uint)column >= Side || (uint)row >= Side)
        {
            return Answer.Unsure;
        }

        var cell = (row * Side) + column;
        return (Answer)(((_inside >> cell) & 1) | (((_border >> cell) & 1) << 1));
    }

    /// <summary>The cells that an edge touches, a bit each.</summary>
    private ulong CellsOf(Edge edge)
    {
        double ax = (edge.Ax - _west) * _cellsPerLongitude, ay = (edge.Ay - _south) * _cellsPerLatitude;
        double bx = (edge.Bx - _west) * _cellsPerLongitude, by = (edge.By - _south) * _cellsPerLatitude;
        if (ay > by)
        {
            (ax, ay, bx, by) = (bx, by, ax, ay);
        }

        ulong cells = 0;
        var perRow = by > ay ? (bx - ax) / (by - ay) : 0;
        for (int row = Cell(ay - Margin), last = Cell(by + Margin); row <= last; row++)
        {
            // Where the edge enters and leaves the row; a level edge runs its whole length in it.
            var from = by > ay ? ax + (Math.Clamp(row - Margin, ay, by) - ay) * perRow : ax;
            var to = by > ay ? ax + (Math.Clamp(row + 1 + Margin, ay, by) - ay) * perRow : bx;
            var (first, end) = (Cell(Math.Min(from, to) - Margin), Cell(Math.Max(from, to) + Margin));
            cells |= ((2UL << (end - first)) - 1) << ((row * Side) + first);
        }

        return cells;
    }

    /// <summary>Neighbours in a row with no border between them lie on the same side, so that one of them is asked.</summary>
    private ulong CellsInside(ulong border, EdgeBands bands)
    {
        ulong inside = 0;
        for (var row = 0; row < Side; row++)
        {
            var isInside = false;
            for (var column = 0; column < Side; column++)
            {
                var cell = (row * Side) + column;
                if (((border >> cell) & 1) != 0)
                {
                    continue;
                }

                if (column == 0 || ((border >> (cell - 1)) & 1) != 0)
                {
                    isInside = bands.Contains(
                        _west + ((column + 0.5) / _cellsPerLongitude), _south + ((row + 0.5) / _cellsPerLatitude));
                }

                inside |= isInside ? 1UL << cell : 0;
            }
        }

        return inside;
    }

    private static int Cell(double place) => Math.Clamp((int)place, 0, Side - 1);
}

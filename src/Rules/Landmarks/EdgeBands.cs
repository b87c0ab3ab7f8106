using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Edges sorted into bands of latitude of equal height; an edge stands in every band that it touches.</summary>
/// <remarks>
/// A question looks at the edges of one band only, some four of the 4,525 of a large district. They stand in blocks of four as
/// rows of ax, ay, bx and by, so that vectors judge four at once without a branch to guess wrong. Immutable.
/// </remarks>
internal readonly struct EdgeBands
{
    private const int Lanes = 4;
    private const int BlockLength = 4 * Lanes;
    private const int SmallPolygon = 24;
    private const int MaxEntriesPerEdge = 6;

    private readonly double _south;
    private readonly double _bandsPerDegree;
    private readonly int _count;

    /// <summary>Where each band begins, in doubles, and the end of the last.</summary>
    private readonly int[] _starts;

    private readonly double[] _blocks;

    /// <param name="points">Longitude and latitude in turn.</param>
    /// <param name="edges">Where each edge's first point stands in <paramref name="points"/>; its second one follows.</param>
    public EdgeBands(double[] points, int[] edges, double south, double north)
    {
        _south = south;
        var height = north - south;
        _count = edges.Length <= SmallPolygon || !(height > 0) ? 1 : edges.Length / 2;
        int[] sizes;
        while (true)
        {
            _bandsPerDegree = _count == 1 ? 0 : _count / height;
            sizes = Sizes(points, edges);
            if (_count == 1 || sizes.Sum(s => (long)s) <= (long)edges.Length * MaxEntriesPerEdge)
            {
                break;
            }

            // Many tall edges: fewer bands, lest the lists outgrow the polygon.
            _count = Math.Max(1, _count / 2);
        }

        _starts = new int[_count + 1];
        for (var band = 0; band < _count; band++)
        {
            _starts[band + 1] = _starts[band] + ((sizes[band] + Lanes - 1) / Lanes * BlockLength);
        }

        _blocks = new double[_starts[_count]];
        Fill(points, edges);
    }

    /// <returns>True inside by the even-odd rule, and exactly on an edge.</returns>
    public bool Contains(double x, double y)
    {
        var band = BandOf(y);
        var (start, end) = (_starts[band], _starts[band + 1]);
        var (px, py) = (Vector256.Create(x), Vector256.Create(y));
        uint crossings = 0;
        for (var at = start; at < end; at += BlockLength)
        {
            ref var block = ref _blocks[at];
            var ay = Vector256.LoadUnsafe(ref block, Lanes);
            var by = Vector256.LoadUnsafe(ref block, 3 * Lanes);
            var left = (Vector256.LoadUnsafe(ref block) - px) * (by - py);
            var right = (ay - py) * (Vector256.LoadUnsafe(ref block, 2 * Lanes) - px);
            var side = left - right;
            var bound = Vector256.Create(Side.ErrorBound) * (Vector256.Abs(left) + Vector256.Abs(right));
            var crosses = Vector256.GreaterThan(ay, py) ^ Vector256.GreaterThan(by, py);

            // Too near to tell, and level with the edge: judged again without rounding.
            var touches = crosses | Vector256.Equals(ay, py) | Vector256.Equals(by, py);
            if ((Vector256.LessThanOrEqual(Vector256.Abs(side), bound) & touches) != Vector256<double>.Zero)
            {
                return ContainsExactly(start, end, x, y);
            }

            // An edge lies east of the point if that is left of it going north, or right of it going south.
            var east = ~(Vector256.GreaterThan(side, Vector256<double>.Zero) ^ Vector256.GreaterThan(by, ay));
            crossings ^= (crosses & east).ExtractMostSignificantBits();
        }

        return (System.Numerics.BitOperations.PopCount(crossings) & 1) != 0;
    }

    /// <summary>Offers edges to a search, nearest band first, until every band left lies farther away than what was found.</summary>
    public void SearchOutwards(double latitude, double metersPerDegree, ref NearestOnLine search)
    {
        var start = BandOf(latitude);
        for (var away = 0; away < _count; away++)
        {
            // Bands that are `away` off begin at least away − 1 whole bands from the place.
            var least = away < 2 ? 0 : (away - 1) / _bandsPerDegree * metersPerDegree;
            if (least * least > search.BestSquare)
            {
                return;
            }

            Offer(start - away, ref search);
            if (away > 0)
            {
                Offer(start + away, ref search);
            }
        }
    }

    /// <summary>Adds where a way crosses the edges.</summary>
    /// <returns>How many fractions are kept now.</returns>
    public int AddCrossings(Way way, Span<double> fractions, int count)
    {
        var (first, last) = (BandOf(Math.Min(way.FromY, way.ToY)), BandOf(Math.Max(way.FromY, way.ToY)));
        for (var band = first; band <= last; band++)
        {
            for (var i = 0; i < EdgesIn(band); i++)
            {
                var edge = EdgeAt(_starts[band], i);

                // An edge in several bands counts in the first of them that the way passes.
                if (band == Math.Max(first, BandOf(edge.South)) && way.TryCross(edge, out var fraction))
                {
                    count = Fractions.Insert(fractions, count, fraction);
                }
            }
        }

        return count;
    }

    private bool ContainsExactly(int start, int end, double x, double y)
    {
        var inside = false;
        for (var i = 0; i < (end - start) / 4; i++)
        {
            var edge = EdgeAt(start, i);
            if (edge.Touches(x, y))
            {
                return true;
            }

            inside ^= edge.LiesEastOf(x, y);
        }

        return inside;
    }

    private void Offer(int band, ref NearestOnLine search)
    {
        if (band < 0 || band >= _count)
        {
            return;
        }

        for (var i = 0; i < EdgesIn(band); i++)
        {
            search.Offer(EdgeAt(_starts[band], i));
        }
    }

    /// <summary>Room for edges; what is not filled holds <see cref="Edge.None"/>.</summary>
    private int EdgesIn(int band) => (_starts[band + 1] - _starts[band]) / 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Edge EdgeAt(int start, int index)
    {
        var at = start + (index / Lanes * BlockLength) + (index % Lanes);
        return new Edge(_blocks[at], _blocks[at + Lanes], _blocks[at + (2 * Lanes)], _blocks[at + (3 * Lanes)]);
    }

    private void Put(int start, int index, Edge edge)
    {
        var at = start + (index / Lanes * BlockLength) + (index % Lanes);
        _blocks[at] = edge.Ax;
        _blocks[at + Lanes] = edge.Ay;
        _blocks[at + (2 * Lanes)] = edge.Bx;
        _blocks[at + (3 * Lanes)] = edge.By;
    }

    /// <summary>Never falls as the latitude rises, which is all it takes for the bands to miss nothing.</summary>
    private int BandOf(double latitude) => Math.Clamp((int)((latitude - _south) * _bandsPerDegree), 0, _count - 1);

    private int[] Sizes(double[] points, int[] edges)
    {
        var sizes = new int[_count];
        foreach (var at in edges)
        {
            var edge = Edge.From(points, at);
            for (int band = BandOf(edge.South), last = BandOf(edge.North); band <= last; band++)
            {
                sizes[band]++;
            }
        }

        return sizes;
    }

    private void Fill(double[] points, int[] edges)
    {
        var next = new int[_count];
        foreach (var at in edges)
        {
            var edge = Edge.From(points, at);
            for (int band = BandOf(edge.South), last = BandOf(edge.North); band <= last; band++)
            {
                Put(_starts[band], next[band]++, edge);
            }
        }

        for (var band = 0; band < _count; band++)
        {
            while (next[band] < EdgesIn(band))
            {
                Put(_starts[band], next[band]++, Edge.None);
            }
        }
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Walks the rings of a polygon or multipolygon in well-known binary (OGC 06-103r4, 8.2), where they stand.</summary>
/// <remarks>Only little-endian and in two dimensions, as the gateway stores them; it stops at anything else and never throws.</remarks>
internal ref struct WkbRings
{
    private const int HeadBytes = 5;
    private const byte LittleEndian = 1;
    private const uint PolygonCode = 3;
    private const uint MultiPolygonCode = 6;

    /// <summary>What is a ring only in name, but closed: there and back.</summary>
    private const int LeastVertices = 3;

    private readonly bool _isMulti;
    private ReadOnlySpan<byte> _left;
    private int _polygons;
    private int _rings;
    private bool _isFirst;
    private bool _failed;

    public WkbRings(ReadOnlySpan<byte> wkb)
    {
        _left = wkb;
        var code = TakeHead();
        _isMulti = code == MultiPolygonCode;
        _failed = !_isMulti && code != PolygonCode;
        _polygons = _isMulti ? TakeCount() : 1;
    }

    /// <summary>Everything was walked and nothing is left over.</summary>
    public readonly bool IsWhole => !_failed && _polygons == 0 && _rings == 0 && _left.IsEmpty;

    /// <param name="coordinates">Longitude and latitude in turn.</param>
    /// <param name="isHole">False for the first ring of each polygon.</param>
    /// <returns>False at the end or at something that cannot be read.</returns>
    public bool TryNext(out ReadOnlySpan<double> coordinates, out bool isHole)
    {
        coordinates = default;
        isHole = false;
        while (_rings == 0 && _polygons > 0 && !_failed)
        {
            _polygons--;
            _failed |= _isMulti && TakeHead() != PolygonCode;
            _rings = TakeCount();
            _isFirst = true;
        }

        if (_failed || _rings == 0)
        {
            return false;
        }

        _rings--;
        var vertices = TakeCount();
        var bytes = vertices * 2L * sizeof(double);
        if (vertices < LeastVertices || _left.Length < bytes)
        {
            _failed = true;
            return false;
        }

        coordinates = MemoryMarshal.Cast<byte, double>(_left[..(int)bytes]);
        _left = _left[(int)bytes..];
        (isHole, _isFirst) = (!_isFirst, false);
        return true;
    }

    private uint TakeHead()
    {
        if (_left.Length < HeadBytes || _left[0] != LittleEndian)
        {
            _failed = true;
            return 0;
        }

        var code = BinaryPrimitives.ReadUInt32LittleEndian(_left[1..]);
        _left = _left[HeadBytes..];
        return code;
    }

    private int TakeCount()
    {
        if (_left.Length < sizeof(int))
        {
            _failed = true;
            return 0;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(_left);
        _left = _left[sizeof(int)..];
        return Math.Max(count, 0);
    }
}

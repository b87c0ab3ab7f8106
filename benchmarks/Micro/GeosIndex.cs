using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.IO;
using Position = EdgeRelay.Rules.Inputs.Position;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>The C library's own tree with its prepared geometries, asked as a C program would ask it: hits go back by a function pointer.</summary>
internal sealed unsafe class GeosIndex : IDisposable
{
    /// <summary>What GEOS's documentation recommends.</summary>
    private const int NodeCapacity = 10;

    private readonly nint _context = Geos.Init();
    private readonly nint _tree;
    private readonly nint[] _geometries;
    private readonly nint[] _prepared;
    private readonly long[] _ids;

    public GeosIndex(Landmark[] landmarks)
    {
        _tree = Geos.CreateTree(_context, NodeCapacity);
        _geometries = new nint[landmarks.Length];
        _prepared = new nint[landmarks.Length];
        _ids = [.. landmarks.Select(l => l.Id)];
        var reader = Geos.CreateReader(_context);
        var writer = new WKBWriter();
        for (var i = 0; i < landmarks.Length; i++)
        {
            var wkb = writer.Write(landmarks[i].Geometry);
            fixed (byte* bytes = wkb)
            {
                _geometries[i] = Geos.Read(_context, reader, bytes, (nuint)wkb.Length);
            }

            _prepared[i] = Geos.Prepare(_context, _geometries[i]);
            Geos.Insert(_context, _tree, _geometries[i], i);
        }

        Geos.DestroyReader(_context, reader);
    }

    public void FindContaining(Position position, List<long> found)
    {
        var point = Geos.CreatePoint(_context, position.Longitude, position.Latitude);
        var search = new Search { Index = this, Point = point, Found = found };
        Geos.Query(_context, _tree, point, &OnCandidate, (nint)Unsafe.AsPointer(ref search));
        Geos.DestroyGeometry(_context, point);
    }

    public void Dispose()
    {
        Geos.DestroyTree(_context, _tree);
        foreach (var prepared in _prepared)
        {
            Geos.DestroyPrepared(_context, prepared);
        }

        foreach (var geometry in _geometries)
        {
            Geos.DestroyGeometry(_context, geometry);
        }

        Geos.Finish(_context);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCandidate(nint item, nint userData)
    {
        ref var search = ref Unsafe.AsRef<Search>((void*)userData);
        if (Geos.Intersects(search.Index._context, search.Index._prepared[item], search.Point) == 1)
        {
            search.Found.Add(search.Index._ids[item]);
        }
    }

    /// <summary>One question; it lives on the stack while the library calls back.</summary>
    private ref struct Search
    {
        public GeosIndex Index;
        public nint Point;
        public List<long> Found;
    }
}

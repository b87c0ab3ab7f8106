using System.Runtime.InteropServices;

namespace EdgeRelay.Benchmarks.Micro;

/// <summary>The part of the GEOS C library (https://libgeos.org, LGPL) that the comparison needs. It is no part of the product.</summary>
internal static unsafe partial class Geos
{
    /// <summary>How the library comes onto a machine.</summary>
    public const string Installing = "apt-get install libgeos-c1v5";

    private const string Library = "libgeos_c.so.1";

    public static bool IsInstalled => NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "GEOS_init_r")]
    public static partial nint Init();

    [LibraryImport(Library, EntryPoint = "GEOS_finish_r")]
    public static partial void Finish(nint context);

    [LibraryImport(Library, EntryPoint = "GEOSWKBReader_create_r")]
    public static partial nint CreateReader(nint context);

    [LibraryImport(Library, EntryPoint = "GEOSWKBReader_destroy_r")]
    public static partial void DestroyReader(nint context, nint reader);

    [LibraryImport(Library, EntryPoint = "GEOSWKBReader_read_r")]
    public static partial nint Read(nint context, nint reader, byte* wkb, nuint length);

    [LibraryImport(Library, EntryPoint = "GEOSGeom_createPointFromXY_r")]
    public static partial nint CreatePoint(nint context, double x, double y);

    [LibraryImport(Library, EntryPoint = "GEOSGeom_destroy_r")]
    public static partial void DestroyGeometry(nint context, nint geometry);

    [LibraryImport(Library, EntryPoint = "GEOSPrepare_r")]
    public static partial nint Prepare(nint context, nint geometry);

    [LibraryImport(Library, EntryPoint = "GEOSPreparedGeom_destroy_r")]
    public static partial void DestroyPrepared(nint context, nint prepared);

    [LibraryImport(Library, EntryPoint = "GEOSPreparedIntersects_r")]
    public static partial byte Intersects(nint context, nint prepared, nint geometry);

    [LibraryImport(Library, EntryPoint = "GEOSSTRtree_create_r")]
    public static partial nint CreateTree(nint context, nuint nodeCapacity);

    [LibraryImport(Library, EntryPoint = "GEOSSTRtree_destroy_r")]
    public static partial void DestroyTree(nint context, nint tree);

    [LibraryImport(Library, EntryPoint = "GEOSSTRtree_insert_r")]
    public static partial void Insert(nint context, nint tree, nint geometry, nint item);

    [LibraryImport(Library, EntryPoint = "GEOSSTRtree_query_r")]
    public static partial void Query(
        nint context, nint tree, nint geometry, delegate* unmanaged[Cdecl]<nint, nint, void> found, nint userData);
}

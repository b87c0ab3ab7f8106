using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace EdgeRelay.Gateway.Roads;

/// <summary>A part of a file as memory: its pages are read when they are touched, and the system may drop them again.</summary>
/// <remarks>
/// The trick that lets rules read a country's roads as plain spans. Nobody closes it: readers on other threads may be in the middle of a
/// match when a newer road file takes its place, so the mapping goes with the last reference, by the handle's finalizer.
/// </remarks>
internal sealed unsafe class MappedSection : MemoryManager<byte>
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _length;

    /// <param name="length">At least 1.</param>
    public MappedSection(MemoryMappedFile file, long offset, int length)
    {
        _view = file.CreateViewAccessor(offset, length, MemoryMappedFileAccess.Read);
        _start = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + _view.PointerOffset;
        _length = length;
    }

    /// <summary>Valid as long as this object is reachable: who uses it keeps it so (see <see cref="Rules.Roads.RoadMap"/>).</summary>
    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => _view.Dispose();
}

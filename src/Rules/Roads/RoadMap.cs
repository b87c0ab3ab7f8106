using System.Runtime.InteropServices;
using System.Text;

namespace EdgeRelay.Rules.Roads;

/// <summary>One road file, as spans over memory that its host keeps.</summary>
/// <remarks>
/// Immutable; safe to read from any thread. The memory lives as long as this object is reachable: who reads through its spans calls
/// <see cref="GC.KeepAlive"/> on the network afterwards, and the host lets a mapping go only when nothing refers to it any more.
/// </remarks>
public sealed class RoadMap
{
    private readonly ReadOnlyMemory<byte>[] _sections;

    private RoadMap(RoadFileHeader header, ReadOnlyMemory<byte>[] sections)
    {
        Header = header;
        Edition = header.Edition;
        _sections = sections;
    }

    public RoadFileHeader Header { get; }

    /// <summary>Names this content; a vehicle's matches of another edition mean nothing here.</summary>
    public uint Edition { get; }

    internal ReadOnlySpan<RoadSegment> Segments => Of<RoadSegment>(RoadSection.Segments);

    internal ReadOnlySpan<byte> Tree => _sections[(int)RoadSection.Tree].Span;

    internal ReadOnlySpan<RoadEdge> Edges => Of<RoadEdge>(RoadSection.Edges);

    internal ReadOnlySpan<uint> Junctions => Of<uint>(RoadSection.Junctions);

    internal ReadOnlySpan<uint> Leaving => Of<uint>(RoadSection.Leaving);

    internal ReadOnlySpan<RoadWay> Ways => Of<RoadWay>(RoadSection.Ways);

    /// <summary>Opens a file whose header was read. Reads all of it once, to check that it is whole.</summary>
    /// <param name="sections">The sections' bytes, in the order of <see cref="RoadSection"/>.</param>
    /// <param name="fault">What is wrong, for the operator; null when the map was opened.</param>
    /// <returns>Null when a section is damaged.</returns>
    public static RoadMap? TryOpen(RoadFileHeader header, ReadOnlyMemory<byte>[] sections, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(sections);
        foreach (var section in Enum.GetValues<RoadSection>())
        {
            var checksum = default(RoadChecksum);
            checksum.Append(sections[(int)section].Span);
            if (checksum.Value != header[section].Checksum || sections[(int)section].Length != header[section].Length)
            {
                fault = $"its section {section} is damaged";
                return null;
            }
        }

        fault = null;
        return new RoadMap(header, sections);
    }

    /// <returns>Null for a way without a name.</returns>
    public string? NameOf(int way)
    {
        var at = (int)Ways[way].Name;
        if (at == 0)
        {
            return null;
        }

        var names = _sections[(int)RoadSection.Names].Span[at..];
        var name = Encoding.UTF8.GetString(names.Slice(sizeof(ushort), MemoryMarshal.Read<ushort>(names)));
        GC.KeepAlive(this);
        return name;
    }

    public RoadWay WayAt(int way)
    {
        var found = Ways[way];
        GC.KeepAlive(this);
        return found;
    }

    private ReadOnlySpan<T> Of<T>(RoadSection section)
        where T : struct => MemoryMarshal.Cast<byte, T>(_sections[(int)section].Span);
}

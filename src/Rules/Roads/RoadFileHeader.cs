using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeRelay.Rules.Roads;

/// <summary>The first 4,096 bytes of a road file: what it is, when it was imported, and where its sections lie (docs/roads.md).</summary>
public sealed record RoadFileHeader
{
    /// <summary>Sections begin at multiples of this too, so that each can be mapped on its own.</summary>
    public const int Size = 4096;

    /// <summary>Raised when the layout changes. A file of another version is refused: importing again is the way.</summary>
    public const uint FormatVersion = 1;

    private const ulong Magic = 0x4441_4F52_4547_4445; // "EDGEROAD"
    private const int SectionsAt = 64;
    private const int SectionBytes = 24;
    private static readonly int Sections = Enum.GetValues<RoadSection>().Length;

    private readonly (long Offset, long Length, uint Checksum)[] _sections = new (long, long, uint)[Sections];

    /// <summary>When the import ended, Unix ms: samples received before it are not judged by this file.</summary>
    public required long ImportedMs { get; init; }

    public required RoadBox Extent { get; init; }

    public required int Segments { get; init; }

    public required int Edges { get; init; }

    public required int Junctions { get; init; }

    public required int Ways { get; init; }

    public (long Offset, long Length, uint Checksum) this[RoadSection section]
    {
        get => _sections[(int)section];
        set => _sections[(int)section] = value;
    }

    /// <summary>Names the content: two files with equal content and time of import have the same.</summary>
    public uint Edition
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            Write(bytes);
            var checksum = default(RoadChecksum);
            checksum.Append(bytes[sizeof(ulong)..]);
            return checksum.Value;
        }
    }

    /// <summary>Writes the header, checksum included.</summary>
    /// <param name="bytes">At least <see cref="Size"/> long.</param>
    public void Write(Span<byte> bytes)
    {
        bytes = bytes[..Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], FormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], ImportedMs);
        MemoryMarshal.Write(bytes[24..], Extent);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[40..], Segments);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[44..], Edges);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[48..], Junctions);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[52..], Ways);
        for (var i = 0; i < Sections; i++)
        {
            var at = bytes[(SectionsAt + (i * SectionBytes))..];
            BinaryPrimitives.WriteInt64LittleEndian(at, _sections[i].Offset);
            BinaryPrimitives.WriteInt64LittleEndian(at[8..], _sections[i].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(at[16..], _sections[i].Checksum);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], ChecksumOf(bytes));
    }

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The beginning of the file.</param>
    /// <param name="fileLength">Length of the whole file, bytes.</param>
    /// <param name="fault">What is wrong, for the operator; null when the header was read.</param>
    /// <returns>Null when the file is no road file, is of another version, damaged or cut off.</returns>
    public static RoadFileHeader? TryRead(ReadOnlySpan<byte> bytes, long fileLength, out string? fault)
    {
        if (bytes.Length < Size || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
        {
            fault = "it is no road file";
            return null;
        }

        bytes = bytes[..Size];
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != FormatVersion)
        {
            fault = $"it has format {version} and this program reads {FormatVersion}; import the extract again";
            return null;
        }

        var header = Parse(bytes);
        fault = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != ChecksumOf(bytes) ? "its header is damaged"
            : header.IsWhole(fileLength) ? null
            : "it is cut off or its header does not fit its content";
        return fault is null ? header : null;
    }

    private static RoadFileHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var header = new RoadFileHeader
        {
            ImportedMs = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            Extent = MemoryMarshal.Read<RoadBox>(bytes[24..]),
            Segments = BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]),
            Edges = BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]),
            Junctions = BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]),
            Ways = BinaryPrimitives.ReadInt32LittleEndian(bytes[52..]),
        };
        for (var i = 0; i < Sections; i++)
        {
            var at = bytes[(SectionsAt + (i * SectionBytes))..];
            header._sections[i] = (
                BinaryPrimitives.ReadInt64LittleEndian(at),
                BinaryPrimitives.ReadInt64LittleEndian(at[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(at[16..]));
        }

        return header;
    }

    // The checksum is taken with its own place as zero.
    private static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var checksum = default(RoadChecksum);
        checksum.Append(bytes[..12]);
        checksum.Append(bytes[16..]);
        return checksum.Value;
    }

    private bool IsWhole(long fileLength) =>
        Array.TrueForAll(_sections, s => s.Offset >= Size && s.Length is >= 0 and <= int.MaxValue && s.Offset + s.Length <= fileLength)
        && this[RoadSection.Segments].Length == 24L * Segments
        && this[RoadSection.Tree].Length == 16L * RoadTree.BoxesOver(Segments)
        && this[RoadSection.Edges].Length == 16L * Edges
        && this[RoadSection.Junctions].Length == 4L * (Junctions + 1)
        && this[RoadSection.Leaving].Length % 4 == 0
        && this[RoadSection.Ways].Length == 24L * Ways;
}

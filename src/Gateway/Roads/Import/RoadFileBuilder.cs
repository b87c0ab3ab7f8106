using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Gathers the sections of a road file, and at the end puts them together under a temporary name and renames it.</summary>
internal sealed class RoadFileBuilder : IDisposable
{
    /// <summary>Edges, with a bit for the direction, and junctions stand in four bytes.</summary>
    private const uint MaxNumbered = int.MaxValue;

    private readonly string _folder;
    private readonly SectionWriter[] _sections;
    private readonly ExternalSort<PlacedSegment> _segments;
    private readonly ExternalSort<LeavingEdge> _leaving;
    private uint _junctions;
    private int _ways;

    public RoadFileBuilder(string folder)
    {
        _folder = folder;
        _sections = [.. Enum.GetValues<RoadSection>().Select(s => new SectionWriter(Path.Combine(folder, s + ".tmp")))];
        _segments = new ExternalSort<PlacedSegment>(Path.Combine(folder, "placed.tmp"));
        _leaving = new ExternalSort<LeavingEdge>(Path.Combine(folder, "leaving-edges.tmp"));
    }

    /// <summary>The number that the next edge will get.</summary>
    public uint NextEdge { get; private set; }

    public SectionWriter this[RoadSection section] => _sections[(int)section];

    public uint NewJunction() =>
        _junctions < MaxNumbered ? _junctions++ : throw new InvalidDataException("Too many junctions; import smaller extracts.");

    public void AddWay(in RoadWay way)
    {
        this[RoadSection.Ways].Write(way);
        _ways++;
    }

    public void AddSegment(in RoadSegment segment) => _segments.Add(new PlacedSegment(segment));

    /// <summary>Closes the edge whose segments were added.</summary>
    public void AddEdge(in RoadEdge edge, RoadTraits traits)
    {
        if (NextEdge == MaxNumbered)
        {
            throw new InvalidDataException("Too many roads; import smaller extracts.");
        }

        this[RoadSection.Edges].Write(edge);
        if ((traits & RoadTraits.Forward) != 0)
        {
            _leaving.Add(new LeavingEdge(edge.From, NextEdge << 1));
        }

        if ((traits & RoadTraits.Backward) != 0)
        {
            _leaving.Add(new LeavingEdge(edge.To, (NextEdge << 1) | 1));
        }

        NextEdge++;
    }

    /// <summary>Sorts, joins the sections, syncs and renames.</summary>
    public void Finish(string target, long importedMs, RoadImportSummary summary, CancellationToken cancellation)
    {
        var extent = WriteSegments(out var segments, cancellation);
        WriteJunctions(cancellation);
        summary.Segments = segments;
        summary.Edges = (int)NextEdge;
        var header = new RoadFileHeader
        {
            ImportedMs = importedMs,
            Extent = extent,
            Segments = segments,
            Edges = (int)NextEdge,
            Junctions = (int)_junctions,
            Ways = _ways,
        };
        var whole = Path.Combine(_folder, "whole.tmp");
        using (var file = new FileStream(whole, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assemble(file, header, cancellation);
            file.Flush(flushToDisk: true);
            summary.FileBytes = file.Length;
        }

        cancellation.ThrowIfCancellationRequested();
        File.Move(whole, target, overwrite: true);
    }

    public void Dispose()
    {
        _segments.Dispose();
        _leaving.Dispose();
        foreach (var section in _sections)
        {
            section.Dispose();
        }

        File.Delete(Path.Combine(_folder, "whole.tmp"));
    }

    private RoadBox WriteSegments(out int count, CancellationToken cancellation)
    {
        count = 0;
        var box = RoadBox.Nothing;
        var extent = RoadBox.Nothing;
        using var level = new SectionWriter(Path.Combine(_folder, "level-0.tmp"));
        foreach (var placed in _segments.Read(cancellation))
        {
            this[RoadSection.Segments].Write(placed.Segment);
            box = box.With(RoadBox.Of(placed.Segment));
            count++;
            if (count % RoadTree.Fanout == 0)
            {
                level.Write(box);
                extent = extent.With(box);
                box = RoadBox.Nothing;
            }
        }

        if (count % RoadTree.Fanout != 0)
        {
            level.Write(box);
            extent = extent.With(box);
        }

        WriteTree(level, (count + RoadTree.Fanout - 1) / RoadTree.Fanout, 1);
        return extent;
    }

    private void WriteTree(SectionWriter level, int boxes, int number)
    {
        using var above = new SectionWriter(Path.Combine(_folder, $"level-{number}.tmp"));
        var (count, box) = (0, RoadBox.Nothing);
        foreach (var child in level.Read<RoadBox>())
        {
            this[RoadSection.Tree].Write(child);
            box = box.With(child);
            count++;
            if (count % RoadTree.Fanout == 0 || count == boxes)
            {
                above.Write(box);
                box = RoadBox.Nothing;
            }
        }

        if (boxes > RoadTree.Fanout)
        {
            WriteTree(above, (boxes + RoadTree.Fanout - 1) / RoadTree.Fanout, number + 1);
        }
    }

    private void WriteJunctions(CancellationToken cancellation)
    {
        var (written, next) = (0u, 0u);
        foreach (var leaving in _leaving.Read(cancellation))
        {
            for (; next <= leaving.Junction; next++)
            {
                this[RoadSection.Junctions].Write(written);
            }

            this[RoadSection.Leaving].Write(leaving.Directed);
            written++;
        }

        for (; next <= _junctions; next++)
        {
            this[RoadSection.Junctions].Write(written);
        }
    }

    private void Assemble(FileStream file, RoadFileHeader header, CancellationToken cancellation)
    {
        var place = (long)RoadFileHeader.Size;
        foreach (var section in Enum.GetValues<RoadSection>())
        {
            cancellation.ThrowIfCancellationRequested();
            file.Position = place;
            var checksum = this[section].CopyTo(file);
            header[section] = (place, this[section].Length, checksum);
            place = (place + this[section].Length + RoadFileHeader.Size - 1) / RoadFileHeader.Size * RoadFileHeader.Size;
        }

        file.SetLength(Math.Max(place, file.Length));
        var bytes = new byte[RoadFileHeader.Size];
        header.Write(bytes);
        file.Position = 0;
        file.Write(bytes);
    }
}

using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>Turns an OpenStreetMap extract into a road file: two readings of the extract, sorts on disk, and a rename at the end.</summary>
/// <remarks>
/// Memory does not grow with the extract: at most 64 MB for the node filter, sorts of 32 MB each and the block being read; with the
/// garbage between collections 431 MB were measured at 1.7 GB of XML. Until the rename nothing is changed; whatever ends an import leaves the former road file as it was.
/// </remarks>
internal sealed class RoadImport(string extract, string target, string workFolder, Action<ImportStage, long, long> progress, TimeProvider clock)
{
    /// <exception cref="RoadImportException">The extract is damaged, no extract, or has no roads.</exception>
    /// <exception cref="IOException">A file cannot be read or written, the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public RoadImportSummary Run(CancellationToken cancellation)
    {
        var summary = new RoadImportSummary();
        var bytes = new FileInfo(extract).Length;
        using var sections = new RoadFileBuilder(workFolder);
        using var drafts = new SectionWriter(Work("drafts"));
        using var points = new ExternalSort<RoadPoint>(Work("points"));
        Join(summary, bytes, sections, drafts, points, cancellation);
        progress(ImportStage.Joining, 0, 0);
        RoadAssembly.Run(drafts, points, sections, summary, cancellation);
        progress(ImportStage.Writing, 0, 0);
        sections.Finish(target, clock.GetUtcNow().ToUnixTimeMilliseconds(), summary, cancellation);
        return summary;
    }

    private void Join(
        RoadImportSummary summary,
        long bytes,
        RoadFileBuilder sections,
        SectionWriter drafts,
        ExternalSort<RoadPoint> points,
        CancellationToken cancellation)
    {
        var needed = new NodeFilter(bytes);
        using var uses = new ExternalSort<NodeUse>(Work("uses"));
        using var places = new ExternalSort<NodePlace>(Work("places"));
        var names = new NameWriter(sections[RoadSection.Names]);
        OsmExtract.Read(
            extract,
            new WayCollector(summary, needed, uses, drafts, names),
            read => progress(ImportStage.ReadingRoads, read, bytes),
            cancellation);
        if (summary.Roads == 0)
        {
            throw new RoadImportException($"{extract}: no road in it ({summary.WaysRead:N0} ways). Is it the extract that you meant?");
        }

        OsmExtract.Read(
            extract, new NodeCollector(needed, places), read => progress(ImportStage.ReadingPlaces, read, bytes), cancellation);
        NodeJoin.Run(uses.Read(cancellation), places.Read(cancellation), points, summary, sections);
    }

    private string Work(string name) => Path.Combine(workFolder, name + ".tmp");
}

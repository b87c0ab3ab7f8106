using EdgeRelay.Gateway.Roads;
using EdgeRelay.Gateway.Roads.Import;
using EdgeRelay.Rules.Roads;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Roads;

/// <summary>An extract, imported into a folder of the test's own and opened as a gateway opens it.</summary>
internal sealed class Imported : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Imported(DrawnRoads roads)
        : this(folder =>
        {
            var extract = Path.Combine(folder, "drawn.osm");
            File.WriteAllText(extract, roads.Osm());
            return extract;
        })
    {
    }

    public Imported(string extract)
        : this(_ => extract)
    {
    }

    private Imported(Func<string, string> extractIn)
    {
        try
        {
            var extract = extractIn(_folder.Path);
            Target = Path.Combine(_folder.Path, "test" + RoadFiles.Extension);
            Summary = Import(extract, _folder.Path, Target);
            Network = RoadFiles.Open(_folder.Path, (file, fault) => throw new InvalidOperationException($"{file}: {fault}"));
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    public string Target { get; }

    public RoadImportSummary Summary { get; }

    public RoadNetwork Network { get; }

    public static RoadImportSummary Import(string extract, string folder, string target, CancellationToken cancellation = default)
    {
        using var work = ImportFolder.Take(folder);
        return new RoadImport(extract, target, work.Path, (_, _, _) => { }, new ManualClock(DateTimeOffset.UnixEpoch)).Run(cancellation);
    }

    public void Dispose() => _folder.Dispose();
}

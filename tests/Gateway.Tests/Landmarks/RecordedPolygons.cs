using System.IO.Compression;
using System.Text.Json;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Landmarks;

/// <summary>One of the published polygon files, read the way an import reads it. Landmark ids are positions in the file.</summary>
internal sealed class RecordedPolygons
{
    private readonly byte[] _json;

    public RecordedPolygons(string name)
    {
        var bytes = File.ReadAllBytes(SharedRecordings.Path("polygons", name));
        _json = name.EndsWith(".gz", StringComparison.Ordinal) ? Unpacked(bytes) : bytes;
        Reading = LandmarkGeoJsonReader.Read(_json);
    }

    public LandmarkReading Reading { get; }

    public LandmarkIndex Index() => LandmarkIndex.Build([.. Reading.Features
        .Select((feature, i) => (feature as FeatureReading.Accepted)?.Draft.ToLandmark(i, 1))
        .OfType<Landmark>()]);

    public int Repaired(LandmarkGeometryRepairs repair) => Reading.Drafts.Count(d => d.Geometry.Repairs.HasFlag(repair));

    /// <summary>The oracle's names: feature id, else property id, else position; then the name.</summary>
    public string[] OracleNames()
    {
        using var document = JsonDocument.Parse(_json);
        return [.. document.RootElement.GetProperty("features").EnumerateArray().Select((feature, i) =>
        {
            var properties = feature.GetProperty("properties");
            var id = feature.TryGetProperty("id", out var own) || properties.TryGetProperty("id", out own) ? own.ToString() : $"{i}";
            return $"{id}|{properties.GetProperty("name").GetString()}";
        })];
    }

    private static byte[] Unpacked(byte[] bytes)
    {
        using var unpacked = new MemoryStream();
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}

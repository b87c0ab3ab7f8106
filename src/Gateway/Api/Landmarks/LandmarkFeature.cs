using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.Landmarks;

/// <summary>A stored landmark as a GeoJSON Feature: what the reader takes, and the fields that only the gateway sets.</summary>
internal static class LandmarkFeature
{
    /// <summary>Fields among the properties that only the gateway sets; ignored when they are sent back.</summary>
    private const string CreatedAt = "created_at";
    private const string Version = "version";

    public static JsonObject Of(LandmarkRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            LandmarkGeoJsonWriter.WriteFeature(writer, StoredLandmark.Read(row));
        }

        var feature = JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
        var properties = feature["properties"]!.AsObject();
        properties[CreatedAt] = Rfc3339Converter.Text(DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs));
        properties[Version] = row.Version;
        return feature;
    }

    public static JsonObject CollectionOf(IEnumerable<LandmarkRow> rows) => new()
    {
        ["type"] = "FeatureCollection",
        ["features"] = new JsonArray([.. rows.Select(Of)]),
    };
}

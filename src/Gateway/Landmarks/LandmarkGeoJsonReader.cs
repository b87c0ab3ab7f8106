using System.Globalization;
using System.Text.Json;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Reads landmarks from GeoJSON (RFC 7946): a Feature or a FeatureCollection, each feature judged by itself.</summary>
/// <remarks>
/// Polygon and MultiPolygon are areas, a Point with <c>properties.radius_m</c> is a circle, a LineString with
/// <c>properties.half_width_m</c> a corridor. Properties that are not ours are ignored. Never throws on what it reads.
/// Stateless; safe from any thread.
/// </remarks>
public static class LandmarkGeoJsonReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <param name="utf8">The document; a byte order mark is skipped.</param>
    public static LandmarkReading Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return Unreadable(LandmarkFault.JsonInvalid, $"The body is not JSON that can be read: {e.Message}");
        }
    }

    public static LandmarkReading Read(JsonElement root)
    {
        switch (TypeOf(root))
        {
            case "Feature":
                return new LandmarkReading([ReadFeature(root, "")], null);

            case "FeatureCollection" when root.TryGetProperty("features", out var features)
                && features.ValueKind == JsonValueKind.Array:
                return new LandmarkReading(
                    [.. features.EnumerateArray().Select((f, i) => ReadFeature(f, string.Create(CultureInfo.InvariantCulture, $"/features/{i}")))],
                    null);

            case "FeatureCollection":
                return Unreadable(LandmarkFault.LandmarkInvalid, "A FeatureCollection needs an array \"features\".");

            case var type:
                return Unreadable(
                    LandmarkFault.LandmarkInvalid, $"A Feature or a FeatureCollection is expected, not {type ?? "something without a type"}.");
        }
    }

    internal static string? TypeOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private static LandmarkReading Unreadable(string code, string message) => new([], new LandmarkFault("", code, message));

    private static FeatureReading ReadFeature(JsonElement feature, string pointer)
    {
        if (TypeOf(feature) != "Feature")
        {
            return new FeatureReading.Refused([new LandmarkFault(pointer, LandmarkFault.LandmarkInvalid, "A Feature is expected.")]);
        }

        var faults = new List<LandmarkFault>();
        var properties = new FeatureProperties(feature, pointer + "/properties", faults);
        var name = properties.Name();
        var group = properties.Text("group");
        var leaveBuffer = properties.Number("leave_buffer_m", 0, 100_000);
        var enterDwell = properties.Number("enter_dwell_s", 0, 86_400) ?? 0;
        var leaveDwell = properties.Number("leave_dwell_s", 0, 86_400) ?? 0;
        var speedLimit = properties.Number("speed_limit_mph", 1, 200);
        var schedule = properties.Schedule("schedule");
        var geometry = FeatureGeometry.Read(feature, pointer + "/geometry", properties, faults);
        if (faults.Count > 0 || geometry is null)
        {
            return new FeatureReading.Refused(faults);
        }

        return new FeatureReading.Accepted(new LandmarkDraft
        {
            FeatureId = IdOf(feature),
            Name = name,
            Group = group,
            Geometry = geometry,
            LeaveBufferMeters = leaveBuffer,
            EnterDwellSeconds = enterDwell,
            LeaveDwellSeconds = leaveDwell,
            SpeedLimitMph = speedLimit,
            Schedule = schedule,
        });
    }

    private static string? IdOf(JsonElement feature) =>
        feature.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? id.ToString()
            : null;
}

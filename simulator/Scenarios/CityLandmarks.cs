using System.Text;
using System.Text.Json;
using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Scenarios;

/// <summary>The city's fixed landmarks as GeoJSON, ready to be posted to a gateway: one of every shape.</summary>
internal static class CityLandmarks
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    public static string GeoJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            Feature(json, "Yard", null, "Polygon", () => Polygon(json, Box(1_100, 1_100, 1_300, 1_300)));
            Feature(json, "Depot", null, "Polygon", () => Polygon(json, Box(500, 1_600, 700, 1_800), Hole(520, 1_620, 560, 1_660)));
            Feature(json, "Fuel stop", 60, "Point", () => Position(json, new PlanePoint(1_900, 600)));
            Feature(json, "Market", null, "MultiPolygon", () =>
            {
                Polygon(json, Box(1_600, 1_960, 1_800, 2_040));
                Polygon(json, Box(600, 360, 800, 440));
            });
            Feature(json, "School", null, "Polygon", () => Polygon(json, Box(1_560, 1_020, 1_640, 1_180)));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private static void Feature(Utf8JsonWriter json, string name, double? radiusMeters, string shape, Action coordinates)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteString("name", name);
        if (radiusMeters is { } radius)
        {
            json.WriteNumber("radius_m", radius);
        }

        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", shape);
        json.WritePropertyName("coordinates");
        if (shape == "MultiPolygon")
        {
            json.WriteStartArray();
            coordinates();
            json.WriteEndArray();
        }
        else
        {
            coordinates();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Polygon(Utf8JsonWriter json, params PlanePoint[][] rings)
    {
        json.WriteStartArray();
        foreach (var ring in rings)
        {
            json.WriteStartArray();
            foreach (var point in ring)
            {
                Position(json, point);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Position(Utf8JsonWriter json, PlanePoint point)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round(City.Longitude(point), 6));
        json.WriteNumberValue(Math.Round(City.Latitude(point), 6));
        json.WriteEndArray();
    }

    /// <summary>Counter-clockwise, as RFC 7946 wants an outer ring.</summary>
    private static PlanePoint[] Box(double west, double south, double east, double north) =>
        [new(west, south), new(east, south), new(east, north), new(west, north), new(west, south)];

    private static PlanePoint[] Hole(double west, double south, double east, double north) =>
        [.. Box(west, south, east, north).Reverse()];
}

using System.Text.Json;
using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Writes landmarks as GeoJSON (RFC 7946): longitude first, outer rings counter-clockwise, areas cut at ±180°.</summary>
/// <remarks>What it writes, <see cref="LandmarkGeoJsonReader"/> reads back as the same area. Stateless; safe from any thread.</remarks>
public static class LandmarkGeoJsonWriter
{
    public static void WriteCollection(Utf8JsonWriter writer, IEnumerable<Landmark> landmarks)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "FeatureCollection");
        writer.WriteStartArray("features");
        foreach (var landmark in landmarks)
        {
            WriteFeature(writer, landmark);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteFeature(Utf8JsonWriter writer, Landmark landmark)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Feature");
        writer.WriteNumber("id", landmark.Id);
        writer.WriteStartObject("properties");
        writer.WriteString("name", landmark.Name);
        writer.WriteString("group", landmark.Group);
        WriteOptional(writer, "radius_m", landmark.Kind == LandmarkKind.Circle ? landmark.RadiusMeters : null);
        WriteOptional(writer, "half_width_m", landmark.Kind == LandmarkKind.Corridor ? landmark.RadiusMeters : null);
        WriteOptional(writer, "leave_buffer_m", landmark.LeaveBufferMeters);
        writer.WriteNumber("enter_dwell_s", landmark.EnterDwellSeconds);
        writer.WriteNumber("leave_dwell_s", landmark.LeaveDwellSeconds);
        WriteOptional(writer, "speed_limit_mph", landmark.SpeedLimitMph);
        if (landmark.Schedule is WeeklySchedule schedule)
        {
            writer.WritePropertyName("schedule");
            ScheduleJson.Write(writer, schedule);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("geometry");
        WriteGeometry(writer, Antimeridian.Cut(landmark.Geometry));
        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string key, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(key, number);
        }
    }

    private static void WriteGeometry(Utf8JsonWriter writer, Geometry geometry)
    {
        writer.WriteStartObject();
        writer.WriteString("type", geometry.GeometryType);
        writer.WritePropertyName("coordinates");
        switch (geometry)
        {
            case Polygon polygon:
                WritePolygon(writer, polygon);
                break;

            case MultiPolygon multi:
                writer.WriteStartArray();
                foreach (var part in multi.Geometries.Cast<Polygon>())
                {
                    WritePolygon(writer, part);
                }

                writer.WriteEndArray();
                break;

            case LineString line:
                WriteLine(writer, line.Coordinates);
                break;

            default:
                WritePoint(writer, geometry.Coordinate);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WritePolygon(Utf8JsonWriter writer, Polygon polygon)
    {
        writer.WriteStartArray();
        WriteRing(writer, polygon.ExteriorRing, isCounterClockwise: true);
        foreach (var hole in polygon.InteriorRings)
        {
            WriteRing(writer, hole, isCounterClockwise: false);
        }

        writer.WriteEndArray();
    }

    private static void WriteRing(Utf8JsonWriter writer, LineString ring, bool isCounterClockwise) =>
        WriteLine(
            writer, ((LinearRing)ring).IsCCW == isCounterClockwise ? ring.Coordinates : ring.Reverse().Coordinates);

    private static void WriteLine(Utf8JsonWriter writer, Coordinate[] points)
    {
        writer.WriteStartArray();
        foreach (var point in points)
        {
            WritePoint(writer, point);
        }

        writer.WriteEndArray();
    }

    private static void WritePoint(Utf8JsonWriter writer, Coordinate point)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(point.X);
        writer.WriteNumberValue(point.Y);
        writer.WriteEndArray();
    }
}

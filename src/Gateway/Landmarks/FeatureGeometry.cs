using System.Globalization;
using System.Text.Json;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Reads the geometry of one feature.</summary>
internal static class FeatureGeometry
{
    /// <returns>Null when a fault was noted.</returns>
    public static LandmarkGeometry? Read(JsonElement feature, string pointer, FeatureProperties properties, List<LandmarkFault> faults)
    {
        if (!feature.TryGetProperty("geometry", out var geometry) || KindOf(geometry) is not { } kind)
        {
            faults.Add(new LandmarkFault(
                pointer, LandmarkFault.LandmarkInvalid, "The geometry must be a Polygon, MultiPolygon, Point or LineString."));
            return null;
        }

        if (!TryRadius(kind, properties, out var radius))
        {
            return null;
        }

        var coordinates = new CoordinateReader(faults);
        var parts = geometry.TryGetProperty("coordinates", out var value)
            ? coordinates.Parts(kind, value, pointer + "/coordinates")
            : [];
        if (parts is null)
        {
            return null;
        }

        if (LandmarkGeometry.TryCreate(kind, parts, radius, out var created, out var fault))
        {
            return created;
        }

        faults.Add(new LandmarkFault(pointer + "/coordinates" + PlaceOf(kind, fault), LandmarkFault.LandmarkInvalid, fault.Message));
        return null;
    }

    private static LandmarkKind? KindOf(JsonElement geometry) => LandmarkGeoJsonReader.TypeOf(geometry) switch
    {
        "Polygon" => LandmarkKind.Polygon,
        "MultiPolygon" => LandmarkKind.MultiPolygon,
        "Point" => LandmarkKind.Circle,
        "LineString" => LandmarkKind.Corridor,
        _ => null,
    };

    private static string RadiusKey(LandmarkKind kind) => kind == LandmarkKind.Circle ? "radius_m" : "half_width_m";

    private static bool TryRadius(LandmarkKind kind, FeatureProperties properties, out double meters)
    {
        meters = 0;
        if (kind is LandmarkKind.Polygon or LandmarkKind.MultiPolygon)
        {
            return true;
        }

        var least = kind == LandmarkKind.Circle ? LandmarkGeometry.MinCircleRadiusMeters : LandmarkGeometry.MinHalfWidthMeters;
        var key = RadiusKey(kind);
        if (!properties.Has(key))
        {
            properties.Refuse(key, LandmarkFault.LandmarkInvalid, $"A {(kind == LandmarkKind.Circle ? "Point" : "LineString")} needs {key}.");
            return false;
        }

        if (properties.Number(key, least, LandmarkGeometry.MaxRadiusMeters) is not { } number)
        {
            return false;
        }

        meters = number;
        return true;
    }

    private static string PlaceOf(LandmarkKind kind, LandmarkGeometryFault fault)
    {
        int?[] path = kind switch
        {
            LandmarkKind.Circle => [],
            LandmarkKind.Corridor => [fault.Vertex],
            LandmarkKind.Polygon => [fault.Ring, fault.Vertex],
            _ => [fault.Part, fault.Ring, fault.Vertex],
        };
        return string.Concat(path.TakeWhile(i => i is not null).Select(i => string.Create(CultureInfo.InvariantCulture, $"/{i}")));
    }
}

using System.Globalization;
using System.Text.Json;
using EdgeRelay.Rules.Landmarks;
using NetTopologySuite.Geometries;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Reads GeoJSON coordinates of any depth into parts of rings of points; a third number (height) is ignored.</summary>
internal sealed class CoordinateReader(List<LandmarkFault> faults)
{
    /// <returns>Null when a fault was noted; the first one ends the reading.</returns>
    public IReadOnlyList<IReadOnlyList<Coordinate[]>>? Parts(LandmarkKind kind, JsonElement value, string pointer) => kind switch
    {
        LandmarkKind.Circle => Point(value, pointer) is { } point ? [[[point]]] : null,
        LandmarkKind.Corridor => Line(value, pointer) is { } line ? [[line]] : null,
        LandmarkKind.Polygon => List(value, pointer, Line) is { } rings ? [rings] : null,
        _ => List(value, pointer, (part, at) => List(part, at, Line)),
    };

    private Coordinate[]? Line(JsonElement value, string pointer) => List(value, pointer, Point);

    private T[]? List<T>(JsonElement value, string pointer, Func<JsonElement, string, T?> read)
        where T : class
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return Refuse<T[]>(pointer, "An array is expected.");
        }

        var items = new T[value.GetArrayLength()];
        var at = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (read(element, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{at}")) is not { } item)
            {
                return null;
            }

            items[at++] = item;
        }

        return items;
    }

    private Coordinate? Point(JsonElement value, string pointer) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() >= 2
        && value[0].ValueKind == JsonValueKind.Number
        && value[1].ValueKind == JsonValueKind.Number
        && value[0].TryGetDouble(out var longitude)
        && value[1].TryGetDouble(out var latitude)
            ? new Coordinate(longitude, latitude)
            : Refuse<Coordinate>(pointer, "A position is an array of longitude and latitude.");

    private T? Refuse<T>(string pointer, string message)
        where T : class
    {
        faults.Add(new LandmarkFault(pointer, LandmarkFault.LandmarkInvalid, message));
        return null;
    }
}

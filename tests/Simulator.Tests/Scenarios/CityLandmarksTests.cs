using System.Text.Json;
using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Scenarios;
using EdgeRelay.Testing;

namespace EdgeRelay.Simulator.Tests.Scenarios;

public sealed class CityLandmarksTests
{
    [Fact]
    public void The_landmarks_are_known() => Golden.Match(CityLandmarks.GeoJson(), "city.geojson");

    [Fact]
    public void The_first_vehicle_enters_the_yard_with_its_second_sample()
    {
        var samples = Given.Stream(Given.City(25) with { Duration = TimeSpan.FromSeconds(2) })
            .Where(message => message.Vehicle == "truck-01" && message.Kind == MessageKind.Telemetry).Select(Given.Body).ToList();

        Assert.Equal([false, true], samples.Select(InYard));
    }

    [Fact]
    public void Every_landmark_is_entered_and_left_within_an_hour()
    {
        var places = Given.Stream(Given.City(12) with { Duration = TimeSpan.FromHours(1) })
            .Where(message => message.Kind == MessageKind.Telemetry).Select(Given.Body)
            .Select(body => (Longitude: body.GetProperty("lon").GetDouble(), Latitude: body.GetProperty("lat").GetDouble())).ToList();

        using var landmarks = JsonDocument.Parse(CityLandmarks.GeoJson());
        foreach (var landmark in landmarks.RootElement.GetProperty("features").EnumerateArray())
        {
            var boxes = Boxes(landmark.GetProperty("geometry")).ToList();
            var inside = places.Count(place => boxes.Any(box => box.Contains(place.Longitude, place.Latitude)));
            Assert.True(inside is > 0 && inside < places.Count / 2, $"{landmark.GetProperty("properties").GetProperty("name")}: {inside}");
        }
    }

    private static bool InYard(JsonElement body)
    {
        using var landmarks = JsonDocument.Parse(CityLandmarks.GeoJson());
        var yard = landmarks.RootElement.GetProperty("features")[0];
        return Boxes(yard.GetProperty("geometry")).Single().Contains(body.GetProperty("lon").GetDouble(), body.GetProperty("lat").GetDouble());
    }

    /// <summary>The city's outer rings are upright boxes; a circle counts as the box of 20 m round its centre.</summary>
    private static IEnumerable<Box> Boxes(JsonElement geometry)
    {
        var coordinates = geometry.GetProperty("coordinates");
        switch (geometry.GetProperty("type").GetString())
        {
            case "Point":
                var (longitude, latitude) = (coordinates[0].GetDouble(), coordinates[1].GetDouble());
                yield return new Box(longitude - 0.0002, latitude - 0.0002, longitude + 0.0002, latitude + 0.0002);
                break;
            case "Polygon":
                yield return Of(coordinates[0]);
                break;
            default:
                foreach (var polygon in coordinates.EnumerateArray())
                {
                    yield return Of(polygon[0]);
                }

                break;
        }
    }

    private static Box Of(JsonElement ring) =>
        new(ring[0][0].GetDouble(), ring[0][1].GetDouble(), ring[2][0].GetDouble(), ring[2][1].GetDouble());

    private readonly record struct Box(double West, double South, double East, double North)
    {
        public bool Contains(double longitude, double latitude) =>
            longitude >= West && longitude <= East && latitude >= South && latitude <= North;
    }
}

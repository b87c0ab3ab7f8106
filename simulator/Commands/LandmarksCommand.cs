using System.CommandLine;
using EdgeRelay.Simulator.Scenarios;

namespace EdgeRelay.Simulator.Commands;

/// <summary><c>edgesim landmarks city</c></summary>
internal static class LandmarksCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var city = new Verb("city", "Prints the landmarks of the built-in city as a GeoJSON FeatureCollection. They never change.", """
            Examples:
              edgesim landmarks city
              edgesim landmarks city > city.geojson
              edgesim landmarks city | curl -H "Authorization: Bearer $KEY" -d @- http://127.0.0.1:8080/v1/landmarks

            """);
        city.SetAction(_ =>
        {
            surroundings.Out.Write(CityLandmarks.GeoJson());
            return ExitCode.Ok;
        });
        return new Command("landmarks", "Prints the landmarks of a scenario.") { city };
    }
}

using System.Globalization;
using System.Text;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Testing;

namespace EdgeRelay.EndToEnd.Tests.Roads;

/// <summary>From an extract to a webhook: the command imports, the gateway maps the file, a speeding car's event names the road.</summary>
public sealed class PostedSpeedByRoadsTests
{
    private const string Extract = """
        <?xml version="1.0" encoding="UTF-8"?>
        <osm version="0.6">
          <node id="1" lat="38.5000000" lon="-98.5000000"/><node id="2" lat="38.5000000" lon="-98.4800000"/>
          <way id="5670123"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="maxspeed" v="45 mph"/><tag k="name" v="N Main St"/></way>
        </osm>
        """;

    [Fact]
    public async Task An_imported_roads_limit_reaches_the_webhook_with_the_ways_name_and_id()
    {
        using var folder = new TemporaryFolder();
        var roads = Path.Combine(folder.Path, "roads");
        await Import(folder.Path, roads);
        await using var gateway = await RunningGateway.Start(roads: roads);
        await gateway.AddWebhook("""{"type":"posted_speed","over_mph":5}""");
        await using var car = await MqttClient.Connect(gateway.Device("car-1"));

        await car.Publish("edgerelay/v1/1/car-1/telemetry", Report(-98.4990, 48));
        await car.Publish("edgerelay/v1/1/car-1/telemetry", Report(-98.4985, 55));

        var told = await gateway.Events.First("the speeding", e => e.Type == "posted_speed");
        await gateway.Settled();
        Assert.Single(gateway.Events.All);
        var data = told.OnRoad!.Value;
        Assert.Equal("map", data.GetProperty("limit_source").GetString());
        Assert.Equal("5670123", data.GetProperty("way_id").GetString());
        Assert.Equal("N Main St", data.GetProperty("road").GetString());
        Assert.Equal(45, data.GetProperty("speed_limit").GetDouble());
        Assert.Equal(10, data.GetProperty("violation").GetDouble());
        Assert.InRange(data.GetProperty("match_distance_m").GetDouble(), 2, 3);
    }

    private static async Task Import(string folder, string roads)
    {
        var extract = Path.Combine(folder, "town.osm");
        await File.WriteAllTextAsync(extract, Extract);
        var run = await ProgramRun.Of(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "EdgeRelay.Gateway.dll"), "roads", "import", extract, "--directory", roads]);

        Assert.True(run.Status == 0, run.Errors);
        Assert.Contains("1 are roads, 1 of them with a limit (1 in mph)", run.Output, StringComparison.Ordinal);
        Assert.Contains("1/4 reading roads", run.Errors, StringComparison.Ordinal);
    }

    // Some 2.5 m beside the road.
    private static byte[] Report(double longitude, double mph) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"t":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}},"lat":38.5000225,"lon":{{longitude}},"speed_mph":{{mph}},"heading_deg":90}"""));
}

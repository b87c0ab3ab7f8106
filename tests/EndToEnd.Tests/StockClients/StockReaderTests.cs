using EdgeRelay.Mqtt.Client;

namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>What others read with works as it comes.</summary>
[Trait("speed", "slow")]
public sealed class StockReaderTests(StockClientGateway shared) : IClassFixture<StockClientGateway>
{
    [StockClientTheory(nameof(StockClient.Mosquitto))]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_sub_shows_what_a_device_publishes(string version)
    {
        var vehicle = "seen-" + version;
        await using var device = await MqttClient.Connect(shared.Gateway.Device(vehicle));
        var topic = $"edgerelay/v1/1/{vehicle}/telemetry";
        await device.Publish(topic, """{"t":1760000000,"lat":33.4484,"lon":-112.074}"""u8.ToArray(), retain: true).WaitAsync(Deadline.Short);

        var result = await ProgramRun.Of(
            "mosquitto_sub",
            ["-h", "127.0.0.1", "-p", $"{shared.Gateway.MqttPort}", "-V", version, "-q", "1", "-u", "1", "-P", RunningGateway.Key, "-C", "1", "-W", "10", "-t", topic]);

        Assert.True(result.Status == 0, result.ToString());
        Assert.Contains("33.4484", result.Output, StringComparison.Ordinal);
    }
}

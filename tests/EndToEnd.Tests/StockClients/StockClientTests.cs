namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>What others publish with works as it comes: each message is acknowledged, and its event arrives.</summary>
[Trait("speed", "slow")]
public sealed class StockClientTests(StockClientGateway shared) : IClassFixture<StockClientGateway>
{
    public static TheoryData<int, int> VersionsAndQos => new()
    {
        { 4, 0 }, { 4, 1 }, { 4, 2 }, { 5, 0 }, { 5, 1 }, { 5, 2 },
    };

    [StockClientTheory(nameof(StockClient.Mosquitto)), MemberData(nameof(VersionsAndQos))]
    public Task Events_of_mosquitto_pub_arrive(int version, int qos) => PublishAndReceive(StockClient.Mosquitto, "mosquitto", version, qos);

    [StockClientTheory(nameof(StockClient.Paho)), MemberData(nameof(VersionsAndQos))]
    public Task Events_of_paho_for_Python_arrive(int version, int qos) => PublishAndReceive(StockClient.Paho, "paho", version, qos);

    [StockClientTheory(nameof(StockClient.MqttJs)), MemberData(nameof(VersionsAndQos))]
    public Task Events_of_MQTT_js_arrive(int version, int qos) => PublishAndReceive(StockClient.MqttJs, "mqttjs", version, qos);

    private async Task PublishAndReceive(StockClient client, string name, int version, int qos)
    {
        var vehicle = $"{name}-{version}-{qos}";
        var seconds = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var message = $$"""{"t":{{seconds}},"lat":33.4484,"lon":-112.074,"speed_mph":80,"ignition":true}""";

        var result = await client.Publish(new Publication(
            shared.Gateway.MqttPort, version, qos, vehicle, $"edgerelay/v1/1/{vehicle}/telemetry", message));

        Assert.True(result.Status == 0, result.ToString());
        var delivered = await shared.Gateway.Events.First("The speed event", e => e.Vehicle == vehicle);
        Assert.Equal(("speed", seconds * 1_000), (delivered.Type, delivered.OccurredMs));
    }
}

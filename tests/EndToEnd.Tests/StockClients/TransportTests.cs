namespace EdgeRelay.EndToEnd.Tests.StockClients;

/// <summary>What others publish with works on every transport that they know. (mosquitto_pub of Debian knows no WebSocket.)</summary>
[Trait("speed", "slow")]
public sealed class TransportTests(TransportGateway shared) : IClassFixture<TransportGateway>
{
    [StockClientTheory(nameof(StockClient.Mosquitto))]
    [InlineData("tls", 4)]
    [InlineData("mtls", 5)]
    public Task Events_of_mosquitto_pub_arrive(string transport, int version) => PublishAndReceive(StockClient.Mosquitto, "mosquitto", transport, version);

    [StockClientTheory(nameof(StockClient.Paho))]
    [InlineData("tls", 5)]
    [InlineData("mtls", 4)]
    [InlineData("ws", 5)]
    public Task Events_of_paho_for_Python_arrive(string transport, int version) => PublishAndReceive(StockClient.Paho, "paho", transport, version);

    [StockClientTheory(nameof(StockClient.MqttJs))]
    [InlineData("tls", 4)]
    [InlineData("mtls", 5)]
    [InlineData("ws", 4)]
    public Task Events_of_MQTT_js_arrive(string transport, int version) => PublishAndReceive(StockClient.MqttJs, "mqttjs", transport, version);

    [StockClientTheory(nameof(StockClient.Mosquitto))]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_certificate_of_another_device_does_not_do(int version)
    {
        var result = await StockClient.Mosquitto.Publish(Of("stolen", "mtls", version) with
        {
            Certificate = shared.Authority.Client("CN=somebody-else"),
        });

        Assert.NotEqual(0, result.Status);
        Assert.Contains("authori", result.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private async Task PublishAndReceive(StockClient client, string name, string transport, int version)
    {
        var vehicle = $"{name}-{transport}-{version}";

        var result = await client.Publish(Of(vehicle, transport, version));

        Assert.True(result.Status == 0, result.ToString());
        Assert.Equal("speed", (await shared.Gateway.Events.First("The speed event", e => e.Vehicle == vehicle)).Type);
    }

    private Publication Of(string vehicle, string transport, int version)
    {
        var message = $$"""{"t":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}},"lat":33.4484,"lon":-112.074,"speed_mph":80,"ignition":true}""";
        var port = transport == "ws" ? shared.Gateway.HttpPort : shared.Gateway.MqttTlsPort;
        return new Publication(port, version, 1, vehicle, $"edgerelay/v1/1/{vehicle}/telemetry", message)
        {
            Transport = transport == "ws" ? "ws" : "tls",
            CaFile = transport == "ws" ? "" : shared.Authority.File,
            Certificate = transport == "mtls" ? shared.Authority.Client("CN=" + vehicle) : null,
        };
    }
}

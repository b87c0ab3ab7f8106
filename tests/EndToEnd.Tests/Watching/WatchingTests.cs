using System.Text;
using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Client;

namespace EdgeRelay.EndToEnd.Tests.Watching;

/// <summary>Who may read what over MQTT.</summary>
public sealed class WatchingTests
{
    private const string Telemetry = """{"t":1760000000,"lat":33.4484,"lon":-112.074}""";

    [Fact]
    public async Task A_program_with_a_key_sees_its_accounts_telemetry()
    {
        await using var gateway = await RunningGateway.Start();
        await using var program = await MqttClient.Connect(gateway.Device("dashboard", RunningGateway.Key));
        await using var device = await MqttClient.Connect(gateway.Device("truck-7"));

        Assert.Equal(1, await program.Subscribe("edgerelay/v1/1/#").WaitAsync(Deadline.Short));
        await device.Publish("edgerelay/v1/1/truck-7/telemetry", Encoding.UTF8.GetBytes(Telemetry)).WaitAsync(Deadline.Short);

        var seen = await program.Received.ReadAsync().AsTask().WaitAsync(Deadline.Short);
        Assert.Equal(("edgerelay/v1/1/truck-7/telemetry", Telemetry), (seen.Topic, Encoding.UTF8.GetString(seen.Payload.Span)));
    }

    [Theory]
    [InlineData("edgerelay/v1/1/truck-8/telemetry")]
    [InlineData("edgerelay/v1/1/+/telemetry")]
    [InlineData("edgerelay/v1/1/#")]
    [InlineData("#")]
    [InlineData("$share/s/#")]
    [InlineData("$SYS/#")]
    public async Task A_device_may_not_read_what_is_not_its_own(string filter)
    {
        const byte NotAuthorized = 0x87;
        await using var gateway = await RunningGateway.Start();
        await using var device = await MqttClient.Connect(gateway.Device("truck-7"));

        Assert.Equal(NotAuthorized, await device.Subscribe(filter).WaitAsync(Deadline.Short));
        Assert.Equal(1, await device.Subscribe("edgerelay/v1/1/truck-7/#").WaitAsync(Deadline.Short));
    }

    [Fact]
    public async Task A_device_does_not_get_the_session_of_a_program_by_taking_its_client_id()
    {
        await using var gateway = await RunningGateway.Start();
        await using (var program = await MqttClient.Connect(Lasting(gateway.Device("truck-7", RunningGateway.Key, userName: "1"))))
        {
            await program.Subscribe("edgerelay/v1/1/#", QualityOfService.AtLeastOnce).WaitAsync(Deadline.Short);
        }

        await using var device = await MqttClient.Connect(Lasting(gateway.Device("truck-7")));
        await using var back = await MqttClient.Connect(Lasting(gateway.Device("truck-7", RunningGateway.Key, userName: "1")));

        Assert.False(device.SessionPresent);
        Assert.True(back.SessionPresent);
    }

    private static MqttClientOptions Lasting(MqttClientOptions options) => options with { ProtocolVersion = 4, CleanStart = false };
}

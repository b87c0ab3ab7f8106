using EdgeRelay.EndToEnd.Tests.BadInput;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.EndToEnd.Tests.Starting;

/// <summary>What a device without credentials is told while open enrolment is on.</summary>
public sealed class OpenEnrolmentTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_device_without_a_client_id_is_told_so(byte version)
    {
        using var log = new LoggedEvents();
        await using var gateway = await RunningGateway.Start(log: log);

        var code = await RawDevice.Refused(gateway.MqttPort, version, clientId: "");

        Assert.Equal(version == 5 ? (byte)ReasonCode.ClientIdentifierNotValid : 2, code);
        Assert.Contains("mosquitto_pub -i truck-7", await log.TheOnly(1104), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_name_without_a_password_is_not_blamed_on_the_setting()
    {
        using var log = new LoggedEvents();
        await using var gateway = await RunningGateway.Start(log: log);

        await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(gateway.Device("truck-7", userName: "1")));

        Assert.Contains("without a password", await log.TheOnly(1105), StringComparison.Ordinal);
    }
}

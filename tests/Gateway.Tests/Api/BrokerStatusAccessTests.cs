using System.Text;
using EdgeRelay.Gateway.Hosting;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Testing;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>The figures below <c>$SYS</c> are about all accounts together.</summary>
public sealed class BrokerStatusAccessTests : IDisposable
{
    private const string OperatorKey = "er_test0000_0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Only_the_key_of_the_settings_reads_them_and_a_later_key_of_the_same_account_does_not()
    {
        string later;
        await using (var first = await GatewayHost.Start(GatewayFixture.SettingsFor(_folder.Path)))
        {
            later = first.NewApiKey!;
        }

        var settings = GatewayFixture.SettingsFor(_folder.Path) with { Admin = new AdminSettings { ApiKey = OperatorKey } };
        await using var host = await GatewayHost.Start(settings);
        await using var program = await MqttClient.Connect(OptionsFor(host, later));
        await using var device = await MqttClient.Connect(OptionsFor(host, null));
        await using var runner = await MqttClient.Connect(OptionsFor(host, OperatorKey));

        Assert.Equal((byte)ReasonCode.NotAuthorized, await program.Subscribe("$SYS/#"));
        Assert.Equal((byte)ReasonCode.NotAuthorized, await device.Subscribe("$SYS/broker/uptime"));
        Assert.Equal(0, await runner.Subscribe("$SYS/broker/version", QualityOfService.AtMostOnce));
        var told = await runner.Received.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("EdgeRelay ", Encoding.UTF8.GetString(told.Payload.Span), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static MqttClientOptions OptionsFor(GatewayHost host, string? key) => new()
    {
        Host = "127.0.0.1",
        Port = new Uri(host.MqttAddress!).Port,
        ClientId = "watcher",
        Password = key is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(key),
    };
}

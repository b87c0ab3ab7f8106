using EdgeRelay.Mqtt.Client;

namespace EdgeRelay.EndToEnd.Tests.BadInput;

/// <summary>Each kind of refusal is said in the log. A gateway of its own: the log takes ten of a kind each second, and no more.</summary>
public sealed class RefusalLogTests : IAsyncLifetime, IDisposable
{
    private const string Culprit = "culprit";

    private readonly BadInputGateway _own = new();
    private string _password = null!;

    public async Task InitializeAsync()
    {
        await _own.InitializeAsync();
        _password = await _own.AddVehicle(Culprit);
    }

    public Task DisposeAsync() => _own.DisposeAsync();

    public void Dispose() => _own.Dispose();

    [Fact]
    public async Task Each_kind_of_refusal_is_logged_with_its_device()
    {
        await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(_own.Gateway.Device(Culprit)));
        await Assert.ThrowsAsync<MqttConnectRefusedException>(() => MqttClient.Connect(_own.Gateway.Device(Culprit, _password + "x", "1")));
        await using var device = await MqttClient.Connect(_own.Gateway.Device(Culprit, _password, "1"));
        await device.Publish($"edgerelay/v1/1/{Culprit}/telemetry", "{}"u8.ToArray());
        await Assert.ThrowsAsync<MqttConnectionClosedException>(() => device.Publish("elsewhere", "{}"u8.ToArray()));

        foreach (var (id, what) in new[] { (1101, "no credentials"), (1102, "not right"), (2001, "bad_time"), (1103, "it published to elsewhere, which is not its own") })
        {
            var line = await _own.Log.TheOnly(id);
            Assert.Contains(what, line, StringComparison.Ordinal);
            Assert.Contains(Culprit, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_flood_of_refusals_does_not_flood_the_log()
    {
        const int Refusals = 500;
        await using var device = await MqttClient.Connect(_own.Gateway.Device(Culprit, _password, "1"));
        var started = TimeProvider.System.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, Refusals).Select(_ => device.Publish($"edgerelay/v1/1/{Culprit}/telemetry", "{}"u8.ToArray())));

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Assert.Equal(Refusals, _own.Counted.Now.Of("edgerelay_telemetry_rejected_total", "bad_time"));
        Assert.InRange(_own.Log.Lines.Count(l => l.Id == 2001), 1, 10 * (2 + (int)seconds));
    }
}

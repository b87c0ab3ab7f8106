using System.Text;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests.Client;

public sealed class MqttClientTests
{
    [Theory]
    [InlineData(4, QualityOfService.AtMostOnce)]
    [InlineData(4, QualityOfService.AtLeastOnce)]
    [InlineData(4, QualityOfService.ExactlyOnce)]
    [InlineData(5, QualityOfService.AtMostOnce)]
    [InlineData(5, QualityOfService.AtLeastOnce)]
    [InlineData(5, QualityOfService.ExactlyOnce)]
    public async Task A_thousand_publishes_without_waiting_arrive_once_and_in_order(byte version, QualityOfService qos)
    {
        await using var server = await MqttTestServer.Start();
        await using var client = await server.Connect(o => o with { ProtocolVersion = version });

        var publishes = Enumerable.Range(0, 1_000).Select(i => client.Publish("v/1/telemetry", Encoding.UTF8.GetBytes($"{i}"), qos)).ToArray();

        await Task.WhenAll(publishes).WaitAsync(Deadline.Long);
        var arrived = await server.Application.Next(1_000);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"{i}"), arrived.Select(m => Encoding.UTF8.GetString(m.Payload)));
        Assert.All(arrived, m => Assert.Equal(qos, m.Qos));
        Assert.Equal(0, server.Application.Pending);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_refused_connect_is_a_typed_exception_with_its_reason(byte version)
    {
        await using var server = await MqttTestServer.Start();
        server.Application.OnConnect = _ => new ConnectVerdict.Refused(ReasonCode.NotAuthorized);

        var refused = await Assert.ThrowsAsync<MqttConnectRefusedException>(() => server.Connect(o => o with { ProtocolVersion = version }));

        Assert.Equal(ReasonCode.NotAuthorized, refused.Reason);
    }

    [Fact]
    public async Task Disconnect_ends_the_connection_as_the_clients_own_wish()
    {
        await using var server = await MqttTestServer.Start();
        await using var client = await server.Connect();

        await client.Disconnect();

        Assert.False((await client.Closed.WaitAsync(Deadline.Long)).ByServer);
        Assert.Equal(DisconnectReason.ClientDisconnected, (await server.Application.NextEnd()).Reason);
        await Assert.ThrowsAsync<MqttConnectionClosedException>(() => client.Publish("a", default));
    }

    [Fact]
    public async Task A_publish_that_was_never_acknowledged_fails_when_the_server_stops()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.CompletesAtOnce = false;
        await using var client = await server.Connect();
        var publish = client.Publish("a", default);
        await server.Application.Next();

        await server.Stop().WaitAsync(Deadline.Long);

        var failed = await Assert.ThrowsAsync<MqttConnectionClosedException>(() => publish.WaitAsync(Deadline.Long));
        Assert.Equal(ReasonCode.ServerShuttingDown, failed.Closure.Reason);
        Assert.True(failed.Closure.ByServer);
    }

    [Fact]
    public async Task What_the_server_announced_bounds_the_client()
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ReceiveMaximum = 3, MaximumPacketSize = 1_024 });
        server.Application.CompletesAtOnce = false;
        await using var client = await server.Connect();

        var publishes = Enumerable.Range(0, 5).Select(_ => client.Publish("a", default)).ToArray();
        var first = await server.Application.Next(3);

        Assert.Equal(3, client.MaximumInFlight);
        Assert.Equal(0, server.Application.Pending);
        first[0].Ticket.Complete();
        await server.Application.Next();
        Assert.Throws<ArgumentException>(() => { _ = client.Publish("a", new byte[1_024]); });
        Assert.False(publishes[1].IsCompleted);
    }

    [Theory]
    [InlineData(4, 0x80)]
    [InlineData(5, 0x87)]
    public async Task Subscribe_tells_that_it_was_refused(byte version, byte code)
    {
        await using var server = await MqttTestServer.Start();
        server.Application.MayRead = _ => ReasonCode.NotAuthorized;
        await using var client = await server.Connect(o => o with { ProtocolVersion = version });

        Assert.Equal(code, await client.Subscribe("a/#").WaitAsync(Deadline.Long));
    }

    [Fact]
    public async Task An_empty_client_id_is_assigned_by_the_server()
    {
        await using var server = await MqttTestServer.Start();
        await using var client = await server.Connect(o => o with { ClientId = "" });

        Assert.StartsWith("auto-", client.ClientId);
    }
}

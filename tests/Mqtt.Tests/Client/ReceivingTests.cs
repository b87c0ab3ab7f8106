using System.Net;
using System.Net.Sockets;
using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Client;

/// <summary>The client against a server that a test plays byte by byte.</summary>
public sealed class ReceivingTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Messages_are_acknowledged_by_hand_and_in_order_of_receipt(byte version)
    {
        var (client, server) = await Pair(version);
        await server.Send(Wire.Join(Wire.Publish(version, "a", [1], id: 1), Wire.Publish(version, "b", [2], QualityOfService.ExactlyOnce, id: 2)));
        var first = await Next(client);
        var second = await Next(client);

        second.Ticket.Complete();
        first.Ticket.Complete();

        await server.Expect(Wire.PubAck(1));
        await server.Expect(Wire.PubRec(2));
        Assert.Equal(("a", "b"), (first.Topic, second.Topic));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_QoS_2_message_sent_again_before_its_release_is_received_once()
    {
        var (client, server) = await Pair(5);
        var publish = Wire.Publish(5, "a", [1], QualityOfService.ExactlyOnce, id: 7);
        await server.Send(publish);
        (await Next(client)).Ticket.Complete();
        await server.Expect(Wire.PubRec(7));

        await server.Send(Wire.Join(publish, Wire.PubRel(7), Wire.Publish(5, "a", [2], QualityOfService.AtMostOnce)));

        await server.Expect(Wire.PubRec(7));
        await server.Expect(Wire.PubComp(7));
        Assert.Equal([2], (await Next(client)).Payload.ToArray());
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_sends_more_than_Receive_Maximum_is_left()
    {
        var (client, server) = await Pair(5, o => o with { ReceiveMaximum = 1 });

        await server.Send(Wire.Join(Wire.Publish(5, "a", [1], id: 1), Wire.Publish(5, "a", [2], id: 2)));

        await server.Expect(Wire.Disconnect(ReasonCode.ReceiveMaximumExceeded));
        Assert.Equal(ReasonCode.ReceiveMaximumExceeded, (await client.Closed.WaitAsync(Deadline.Long)).Reason);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task A_server_that_cannot_be_told_or_does_not_listen_waits_until_something_is_acknowledged(byte version, bool pauses)
    {
        var (client, server) = await Pair(version, o => o with { ReceiveMaximum = 1, PausesAtReceiveMaximum = pauses });
        await server.Send(Wire.Join(Wire.Publish(version, "a", [1], id: 1), Wire.Publish(version, "a", [2], id: 2)));
        var first = await Next(client);

        first.Ticket.Complete();
        await server.Expect(Wire.PubAck(1));
        (await Next(client)).Ticket.Complete();

        await server.Expect(Wire.PubAck(2));
        await client.Settled().WaitAsync(Deadline.Long);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Messages_beyond_the_queue_wait_and_none_is_lost()
    {
        var (client, server) = await Pair(4, o => o with { ReceiveMaximum = 2 });
        await server.Send(Wire.Join([.. Enumerable.Range(0, 50).Select(i => Wire.Publish(4, "a", [(byte)i], QualityOfService.AtMostOnce))]));

        for (byte i = 0; i < 50; i++)
        {
            Assert.Equal([i], (await Next(client)).Payload.ToArray());
        }

        await client.DisposeAsync();
    }

    [Fact]
    public async Task An_abandoned_message_closes_without_ack()
    {
        var (client, server) = await Pair(4);
        await server.Send(Wire.Publish(4, "a", [1], id: 1));

        (await Next(client)).Ticket.Abandon();

        await server.ExpectClosed();
        Assert.False((await client.Closed.WaitAsync(Deadline.Long)).ByServer);
    }

    [Fact]
    public async Task Subscribe_gives_the_granted_QoS()
    {
        var (client, server) = await Pair(4);

        var granted = client.Subscribe("a/#", QualityOfService.ExactlyOnce);
        await server.Expect(0x82, 8, 0xFF, 0xFF, 0, 3, (byte)'a', (byte)'/', (byte)'#', 2);
        await server.Send(new byte[] { 0x90, 3, 0xFF, 0xFF, 1 });

        Assert.Equal(1, await granted.WaitAsync(Deadline.Long));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_publish_that_the_server_refuses_fails_with_the_reason()
    {
        var (client, server) = await Pair(5);
        var publish = client.Publish("a", default);
        await server.Next();

        await server.Send(new byte[] { 0x40, 3, 0, 1, (byte)ReasonCode.QuotaExceeded });

        var refused = await Assert.ThrowsAsync<MqttPublishRefusedException>(() => publish.WaitAsync(Deadline.Long));
        Assert.Equal(ReasonCode.QuotaExceeded, refused.Reason);
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_answers_no_ping_is_given_up()
    {
        var clock = new ManualClock();
        var (client, server) = await Pair(5, o => o with { Clock = clock, KeepAliveSeconds = 10 });

        clock.Advance(TimeSpan.FromSeconds(5));
        await server.Expect(Wire.PingReq);
        await server.Send(new byte[] { 0xD0, 0 });
        await server.Send(Wire.Publish(5, "a", [], QualityOfService.AtMostOnce));
        await Next(client);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(client.Closed.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(ReasonCode.KeepAliveTimeout, (await client.Closed.WaitAsync(Deadline.Long)).Reason);
    }

    private static Task<MqttMessage> Next(MqttClient client) => client.Received.ReadAsync().AsTask().WaitAsync(Deadline.Long);

    private static async Task<(MqttClient Client, RawPeer Server)> Pair(byte version, Func<MqttClientOptions, MqttClientOptions>? change = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new MqttClientOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, ClientId = "c", ProtocolVersion = version };
        var connecting = MqttClient.Connect(change is null ? options : change(options));
        var server = await RawPeer.Accept(listener, version);
        return (await connecting.WaitAsync(Deadline.Long), server);
    }
}

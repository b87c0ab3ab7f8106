using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class BrokerStatusTests
{
    [Fact]
    public async Task Who_may_read_there_sees_how_the_broker_is_at_once_and_every_ten_seconds()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        using var reader = await (await server.OpenRaw()).Connect(4, "reader");
        using var device = await (await server.OpenRaw()).Connect(4, "device-1");
        await device.Send(Wire.Publish(4, "a", [1]));
        await device.Expect(Wire.PubAck(1));

        clock.Advance(TimeSpan.Zero);
        clock.Advance(TimeSpan.FromSeconds(10));
        await reader.NothingMore(4);
        await reader.Subscribe(4, "$SYS/#", 0);

        var told = await Told(reader, 7);
        Assert.Equal("2", told["$SYS/broker/clients/connected"]);
        Assert.Equal("1", told["$SYS/broker/messages/received"]);
        Assert.Equal("0", told["$SYS/broker/messages/sent"]);
        Assert.Equal("0", told["$SYS/broker/retained messages/count"]);
        Assert.Equal("10 seconds", told["$SYS/broker/uptime"]);
        Assert.StartsWith("EdgeRelay ", told["$SYS/broker/version"], StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromSeconds(10));

        told = await Told(reader, 7);
        Assert.Equal("2", told["$SYS/broker/subscriptions/count"]);
        Assert.Equal("20 seconds", told["$SYS/broker/uptime"]);
    }

    [Fact]
    public async Task No_wildcard_at_the_root_shows_it()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        using var reader = await (await server.OpenRaw()).Connect(4, "reader");
        await reader.Subscribe(4, "#", 0);
        await reader.Subscribe(4, "+/broker/uptime", 0);

        clock.Advance(TimeSpan.FromSeconds(30));

        await reader.NothingMore(4);
    }

    [Fact]
    public async Task Nobody_else_publishes_there_neither_now_nor_as_a_will()
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await (await server.OpenRaw()).Connect(5);
        await peer.Send(Wire.Publish(5, "$SYS/broker/uptime", [1]));
        await peer.Expect(Wire.Disconnect(ReasonCode.TopicNameInvalid));

        using var other = await server.OpenRaw();
        await other.Send(Wire.Connect(5, "other", will: new WillMessage { Topic = "$SYS/x"u8.ToArray(), Payload = [1] }));
        Assert.Equal((byte)ReasonCode.NotAuthorized, (await other.Next())![3]);
        Assert.Equal(0, server.Application.Pending);
    }

    private static async Task<Dictionary<string, string>> Told(RawPeer reader, int count)
    {
        var told = new Dictionary<string, string>();
        for (var i = 0; i < count; i++)
        {
            var message = await reader.NextPublish(4);
            told.Add(message.Topic, message.Payload);
        }

        return told;
    }
}

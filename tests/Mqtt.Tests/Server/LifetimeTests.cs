using EdgeRelay.Mqtt.Client;
using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class LifetimeTests
{
    [Theory]
    [InlineData(4, 10, 15)]
    [InlineData(5, 10, 15)]
    [InlineData(4, 0, 100)]
    [InlineData(5, 0, 150)]
    [InlineData(4, 5_000, 150)]
    [InlineData(5, 5_000, 150)]
    public void Silence_is_allowed_for_one_and_a_half_intervals(byte version, ushort requested, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), KeepAlive.Of(version, requested, maximumSeconds: 100).Silence);

    [Theory]
    [InlineData(5, 0, 100)]
    [InlineData(5, 101, 100)]
    [InlineData(5, 100, null)]
    [InlineData(4, 0, null)]
    public void Another_keep_alive_is_announced_only_where_it_can_be(byte version, ushort requested, int? announced) =>
        Assert.Equal((ushort?)announced, KeepAlive.Of(version, requested, maximumSeconds: 100).AnnouncedSeconds);

    [Fact]
    public async Task A_silent_client_is_closed_and_one_that_pings_is_not()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        using var peer = await (await server.OpenRaw()).Connect(5, keepAlive: 10);

        clock.Advance(TimeSpan.FromSeconds(14));
        await peer.Ping();
        clock.Advance(TimeSpan.FromSeconds(14));
        await peer.Ping();
        clock.Advance(TimeSpan.FromSeconds(15.5));

        await peer.Expect(Wire.Disconnect(ReasonCode.KeepAliveTimeout));
        await peer.ExpectClosed();
        Assert.Equal(DisconnectReason.KeepAliveTimeout, (await server.Application.NextEnd()).Reason);
    }

    [Fact]
    public async Task Keep_alive_stands_still_while_the_server_has_paused()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        server.Application.OnPublish = () => server.Application.Room.Task.IsCompleted ? PublishVerdict.Taken : PublishVerdict.Busy;
        using var peer = await (await server.OpenRaw()).Connect(4, keepAlive: 10);
        await peer.Send(Wire.Publish(4, "a", [1]));
        await server.Application.WaitedForRoom.Task.WaitAsync(Deadline.Long);

        clock.Advance(TimeSpan.FromMinutes(5));
        server.Application.Room.SetResult();

        await peer.Expect(Wire.PubAck(1));
        await peer.Ping();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_client_that_connects_again_takes_over(byte version)
    {
        await using var server = await MqttTestServer.Start();
        using var former = await (await server.OpenRaw()).Connect(version, "twin");

        using var newer = await (await server.OpenRaw()).Connect(version, "twin");

        if (version == 5)
        {
            await former.Expect(Wire.Disconnect(ReasonCode.SessionTakenOver));
        }

        await former.ExpectClosed();
        Assert.Equal(DisconnectReason.TakenOver, (await server.Application.NextEnd()).Reason);
        await newer.Ping();
    }

    [Fact]
    public async Task The_hosts_identity_decides_who_is_the_same_client()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.OnConnect = r => new ConnectVerdict.Accepted(r) { Scope = "account-" + server.Application.Connects.Count };
        using var one = await (await server.OpenRaw()).Connect(4, "twin");
        using var two = await (await server.OpenRaw()).Connect(4, "twin");

        await one.Ping();
        await two.Ping();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task The_will_of_a_lost_client_is_published(byte version)
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await (await server.OpenRaw()).Connect(version, will: Will("status"));

        peer.Dispose();

        var message = await server.Application.Next();
        Assert.Equal(("status", true, QualityOfService.AtLeastOnce), (message.Topic, message.Retain, message.Qos));
        Assert.Equal("gone"u8.ToArray(), message.Payload);
        Assert.Null(message.Ticket.Receiver);
    }

    [Theory]
    [InlineData(ReasonCode.Success, false)]
    [InlineData(ReasonCode.DisconnectWithWill, true)]
    public async Task A_disconnect_says_whether_the_will_is_wanted(ReasonCode reason, bool published)
    {
        await using var server = await MqttTestServer.Start();
        await using var client = await server.Connect(o => o with { Will = new MqttWill("status", "gone"u8.ToArray()) });

        await client.Disconnect(reason);
        await server.Application.NextEnd();

        if (published)
        {
            Assert.Equal("status", (await server.Application.Next()).Topic);
        }

        await server.Stop();
        Assert.Equal(0, server.Application.Pending);
    }

    [Fact]
    public async Task A_will_for_which_there_is_no_room_waits_for_it()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.OnPublish = () => server.Application.Room.Task.IsCompleted ? PublishVerdict.Taken : PublishVerdict.Busy;
        using var peer = await (await server.OpenRaw()).Connect(4, will: Will("status"));
        peer.Dispose();
        await server.Application.WaitedForRoom.Task.WaitAsync(Deadline.Long);

        server.Application.Room.SetResult();

        Assert.Equal("status", (await server.Application.Next()).Topic);
    }

    [Fact]
    public async Task A_will_to_a_foreign_topic_refuses_the_connect()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.Allows = topic => topic != "foreign";
        using var peer = await server.OpenRaw();

        await peer.Send(Wire.Connect(5, will: Will("foreign")));

        await peer.Expect(0x20, 3, 0, (byte)ReasonCode.NotAuthorized, 0);
        await peer.ExpectClosed();
    }

    [Fact]
    public async Task A_retained_publish_is_handed_on_as_retained()
    {
        await using var server = await MqttTestServer.Start();
        await using var client = await server.Connect();

        await client.Publish("status", "on"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);

        Assert.True((await server.Application.Next()).Retain);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_stopping_server_says_so(byte version)
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await (await server.OpenRaw()).Connect(version, will: Will("status"));

        await server.Stop().WaitAsync(Deadline.Long);

        if (version == 5)
        {
            await peer.Expect(Wire.Disconnect(ReasonCode.ServerShuttingDown));
        }

        await peer.ExpectClosed();
        Assert.Equal(0, server.Application.Pending);
    }

    private static WillMessage Will(string topic) => new()
    {
        Topic = System.Text.Encoding.UTF8.GetBytes(topic),
        Payload = "gone"u8.ToArray(),
        Qos = QualityOfService.AtLeastOnce,
        Retain = true,
    };
}

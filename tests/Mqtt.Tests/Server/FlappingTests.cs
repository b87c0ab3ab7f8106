using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class FlappingTests
{
    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, (byte)ReasonCode.Banned)]
    public async Task A_client_that_connects_too_often_is_refused_for_a_while_and_told_of_once(byte version, byte code)
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        for (var i = 0; i < 15; i++)
        {
            await ConnectAndGo(server, version);
        }

        Assert.Equal(code, await Refused(server, version, "device-1"));
        Assert.Equal(code, await Refused(server, version, "device-1"));
        using (await (await server.OpenRaw()).Connect(version, "bystander"))
        {
            clock.Advance(TimeSpan.FromSeconds(299));
            Assert.Equal(code, await Refused(server, version, "device-1"));
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        await ConnectAndGo(server, version);
        Assert.Single(server.Log.Lines, line => line.Text.Contains("is refused for 300 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_connects_often_but_not_too_often_is_never_banned()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        for (var i = 0; i < 45; i++)
        {
            await ConnectAndGo(server, 5);
            clock.Advance(TimeSpan.FromSeconds(i % 15 == 14 ? 60 : 0));
        }
    }

    [Fact]
    public void A_stranger_who_is_refused_bans_nobody_and_neither_does_a_fault_of_the_server()
    {
        var ban = new FlappingBan(new MqttLimits { FlappingConnects = 1 }, new ManualClock());

        for (var i = 0; i < 100; i++)
        {
            Assert.True(ban.Allows("device-1", out _));
            ban.Forgive("device-1");
        }
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_makes_room_when_its_time_is_over()
    {
        var clock = new ManualClock();
        var ban = new FlappingBan(new MqttLimits { FlappingConnects = 1 }, clock);

        for (var i = 0; i < FlappingBan.MostWatched + 1_000; i++)
        {
            Assert.True(ban.Allows("device-" + i, out _));
        }

        Assert.Equal(FlappingBan.MostWatched, ban.Watched);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.True(ban.Allows("another", out _));
        Assert.Equal(1, ban.Watched);
        Assert.False(ban.Allows("another", out var begins));
        Assert.True(begins);
    }

    private static async Task ConnectAndGo(MqttTestServer server, byte version)
    {
        using var peer = await (await server.OpenRaw()).Connect(version);
    }

    private static async Task<byte> Refused(MqttTestServer server, byte version, string clientId)
    {
        using var peer = await server.OpenRaw();
        await peer.Send(Wire.Connect(version, clientId));
        var answer = await peer.Next();
        await peer.ExpectClosed();
        return answer![3];
    }
}

using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class ConnectTests
{
    [Theory]
    [InlineData("10FFFFFF7F")] // 256 MB announced
    [InlineData("10808040")] // 1 MB announced
    [InlineData("108110")] // 2,049 bytes and header: one over the bound
    [InlineData("30020000")] // PUBLISH first
    [InlineData("C000")] // PINGREQ first
    [InlineData("1100")] // reserved flag
    [InlineData("100C00044D515458040200000000")] // MQTX
    [InlineData("100C00044D515454040300000000")] // reserved connect flag
    public async Task What_cannot_become_a_connect_is_closed_without_an_answer(string bytes)
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await server.OpenRaw();

        await peer.Send(Convert.FromHexString(bytes));

        await peer.ExpectClosed();
        Assert.Empty(server.Application.Connects);
    }

    [Theory]
    [InlineData("100C00044D515454030200000000", "20020001")] // version 3
    [InlineData("100C00064D514973647003020000", "20020001")] // MQIsdp
    [InlineData("100D00044D51545406020000000000", "2003008400")] // version 6
    [InlineData("100C00044D515454040000000000", "20020002")] // empty id without clean session
    public async Task What_cannot_be_served_is_refused_in_words_the_client_reads(string bytes, string answer)
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await server.OpenRaw();

        await peer.Send(Convert.FromHexString(bytes));

        await peer.Expect(Convert.FromHexString(answer));
        await peer.ExpectClosed();
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("x\r\n[ERR] forged")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_client_id_out_of_bounds_is_refused_and_never_logged(string clientId)
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await server.OpenRaw();

        await peer.Send(Wire.Connect(5, clientId));

        await peer.Expect(0x20, 3, 0, (byte)ReasonCode.ClientIdentifierNotValid, 0);
        await peer.ExpectClosed();
        Assert.Equal("Warning", Assert.Single(server.Log.Lines, l => l.Id == 1002).Level.ToString());
        Assert.DoesNotContain(server.Log.Lines, l => l.Text.Contains("forged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_limit_that_is_enforced_is_announced()
    {
        var limits = new MqttLimits { ReceiveMaximum = 7, MaximumPacketSize = 2_000, TopicAliasMaximum = 3, MaximumKeepAliveSeconds = 30 };
        await using var server = await MqttTestServer.Start(limits);
        using var peer = await server.OpenRaw();

        await peer.Send(Wire.Connect(5, keepAlive: 0));

        var answer = await peer.Next();
        Assert.Equal(ReasonCode.Success, EdgeRelay.Mqtt.Codec.ConnAckCodec.Read(answer.AsSpan(2), 5, out var accepted));
        var said = accepted!.Properties;
        Assert.Equal(7u, said.Number(PropertyId.ReceiveMaximum));
        Assert.Equal(2_000u, said.Number(PropertyId.MaximumPacketSize));
        Assert.Equal(3u, said.Number(PropertyId.TopicAliasMaximum));
        Assert.Equal(30u, said.Number(PropertyId.ServerKeepAlive));
        Assert.Equal(0u, said.Number(PropertyId.SessionExpiryInterval));
        Assert.Equal(1u, said.Number(PropertyId.RetainAvailable));
        Assert.Equal(1u, said.Number(PropertyId.WildcardSubscriptionAvailable));
        Assert.Equal(1u, said.Number(PropertyId.SharedSubscriptionAvailable));
        Assert.Equal(1u, said.Number(PropertyId.SubscriptionIdentifierAvailable));
    }

    [Fact]
    public async Task A_connection_without_a_connect_is_closed_at_the_deadline()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(clock: clock);
        using var peer = await server.OpenRaw();
        await peer.Send(new byte[] { 0x10 });

        var closed = peer.ExpectClosed();
        for (var i = 0; i < 10_000 && !closed.IsCompleted; i++)
        {
            // The connection may be accepted only after some of this: its own five seconds count from there.
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await closed;
    }

    [Fact]
    public async Task One_connection_more_than_allowed_is_closed_at_accept()
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { Connections = 1 });
        using var first = await (await server.OpenRaw()).Connect(4);

        // The reset may overtake the end of the handshake: then the connect itself fails, which is as closed as can be.
        using var second = await RawPeer.TryOpen(server.Port);

        if (second is not null)
        {
            await second.ExpectClosed();
        }

        await first.Ping();
    }

    [Fact]
    public async Task Extended_authentication_is_refused()
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await server.OpenRaw();

        await peer.Send(Wire.Connect(5, properties: new PropertyList().With(PropertyId.AuthenticationMethod, "SCRAM")));

        await peer.Expect(0x20, 3, 0, (byte)ReasonCode.BadAuthenticationMethod, 0);
    }

    [Fact]
    public async Task A_connect_split_at_every_byte_is_accepted()
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await server.OpenRaw();

        foreach (var part in Wire.Connect(5))
        {
            await peer.Send(new[] { part });
        }

        Assert.Equal(0x20, (await peer.Next())![0]);
    }
}

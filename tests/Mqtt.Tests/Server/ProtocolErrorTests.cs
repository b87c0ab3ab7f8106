using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class ProtocolErrorTests
{
    private static readonly MqttLimits Limits = new() { MaximumPacketSize = 1_024, TopicAliasMaximum = 2, TopicBytes = 16, FiltersPerPacket = 2 };

    public static TheoryData<byte[], ReasonCode> Faults => new()
    {
        { Wire.Connect(5), ReasonCode.ProtocolError },
        { [0x30, 0x80, 0x80, 0x40], ReasonCode.PacketTooLarge },
        { Wire.Publish(5, "a", new byte[1_024 - 9 + 1]), ReasonCode.PacketTooLarge },
        { [0x36, 0], ReasonCode.MalformedPacket },
        { [0xC1, 0], ReasonCode.MalformedPacket },
        { [0x20, 2, 0, 0], ReasonCode.ProtocolError },
        { Wire.Publish(5, "a/#", []), ReasonCode.TopicNameInvalid },
        { Wire.Publish(5, "12345678901234567", []), ReasonCode.TopicNameInvalid },
        { Wire.Publish(5, "a\0", []), ReasonCode.MalformedPacket },
        { Wire.Publish(5, "a", [], id: 0), ReasonCode.MalformedPacket },
        { Wire.PublishWith([0x23, 0, 3], "a"), ReasonCode.TopicAliasInvalid },
        { Wire.PublishWith([0x23, 0, 1], ""), ReasonCode.TopicAliasInvalid },
        { Wire.Publish(5, "foreign", []), ReasonCode.NotAuthorized },
        { Wire.Subscribe(5, 1, "a", "b", "c"), ReasonCode.QuotaExceeded },
        { [0xF0, 0], ReasonCode.BadAuthenticationMethod },
        { [0xE0, 7, 0, 5, 0x11, 0, 0, 0, 9], ReasonCode.ProtocolError },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_to_a_5_0_client_and_the_connection_closes(byte[] bytes, ReasonCode reason)
    {
        await using var server = await MqttTestServer.Start(Limits);
        server.Application.Allows = topic => topic != "foreign";
        using var peer = await (await server.OpenRaw()).Connect(5);

        await peer.Send(bytes);

        await peer.Expect(Wire.Disconnect(reason));
        await peer.ExpectClosed();
        Assert.Equal(0, server.Application.Pending);
    }

    [Theory]
    [InlineData("36000000")]
    [InlineData("3206000161000000")]
    [InlineData("30808040")]
    [InlineData("F000")]
    [InlineData("E00100")]
    public async Task A_3_1_1_client_is_closed_without_a_word(string bytes)
    {
        await using var server = await MqttTestServer.Start(Limits);
        using var peer = await (await server.OpenRaw()).Connect(4);

        await peer.Send(Convert.FromHexString(bytes));

        await peer.ExpectClosed();
        Assert.NotEqual(DisconnectReason.ClientDisconnected, (await server.Application.NextEnd()).Reason);
    }

    [Fact]
    public async Task Packets_at_the_limits_are_taken()
    {
        await using var server = await MqttTestServer.Start(Limits);
        using var peer = await (await server.OpenRaw()).Connect(5);

        await peer.Send(Wire.Join(
            Wire.Publish(5, "a", new byte[1_024 - 9], id: 1),
            Wire.Publish(5, "1234567890123456", [], id: 2),
            Wire.PublishWith([0x23, 0, 2], "by/alias", 3),
            Wire.PublishWith([0x23, 0, 2], "", 4)));

        await peer.Expect(Wire.PubAck(1));
        var messages = await server.Application.Next(4);
        Assert.Equal(["a", "1234567890123456", "by/alias", "by/alias"], messages.Select(m => m.Topic));
    }

    [Fact]
    public async Task Packets_split_at_every_byte_and_over_buffers_arrive_whole()
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await (await server.OpenRaw()).Connect(5);
        foreach (var part in Wire.Publish(5, "a/b", [1, 2, 3], id: 1))
        {
            await peer.Send(new[] { part });
        }

        var large = Enumerable.Range(0, 40).Select(i => Wire.Publish(5, "a/b", [.. Enumerable.Repeat((byte)i, 997)], id: (ushort)(i + 2)));
        await peer.Send(Wire.Join([.. large]));

        Assert.Equal([1, 2, 3], (await server.Application.Next()).Payload);
        var arrived = await server.Application.Next(40);
        Assert.All(arrived.Index(), m => Assert.Equal(Enumerable.Repeat((byte)m.Index, 997), m.Item.Payload));
    }

    [Fact]
    public async Task Half_a_packet_and_then_the_end_is_a_lost_connection()
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await (await server.OpenRaw()).Connect(5);

        await peer.Send(Wire.Publish(5, "a", [1, 2, 3]).AsMemory(0, 6));
        peer.FinishSending();

        await peer.ExpectClosed();
        Assert.Equal(DisconnectReason.ConnectionLost, (await server.Application.NextEnd()).Reason);
        Assert.Equal(0, server.Application.Pending);
    }

    [Fact]
    public async Task A_client_that_is_still_sending_reads_why_it_is_closed()
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ReceiveMaximum = 20 });
        using var peer = await (await server.OpenRaw()).Connect(5);
        await peer.Send(Wire.Join([.. Enumerable.Range(1, 21).Select(i => Wire.Publish(5, "a", [1], QualityOfService.ExactlyOnce, (ushort)i))]));

        // It answers each PUBREC before it reads on: a socket closed over these would be reset, and what was not yet read would be lost.
        for (ushort id = 1; id <= 20; id++)
        {
            await peer.Expect(Wire.PubRec(id));
            await peer.Send(Wire.PubRel(id));
        }

        await peer.Expect(Wire.Disconnect(ReasonCode.ReceiveMaximumExceeded));
    }
}

using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class ExactlyOnceTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_repeat_before_the_release_is_answered_again_and_not_handed_on(byte version)
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await (await server.OpenRaw()).Connect(version);
        var publish = Wire.Publish(version, "a", [1], QualityOfService.ExactlyOnce, id: 5);
        await peer.Send(publish);
        await peer.Expect(Wire.PubRec(5));

        await peer.Send(Wire.Join(Wire.Publish(version, "a", [1], QualityOfService.ExactlyOnce, id: 5, duplicate: true), Wire.PubRel(5)));

        await peer.Expect(Wire.PubRec(5));
        await peer.Expect(Wire.PubComp(5));
        await server.Application.Next();
        Assert.Equal(0, server.Application.Pending);
    }

    [Fact]
    public async Task A_repeat_before_the_commit_is_answered_once()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.CompletesAtOnce = false;
        using var peer = await (await server.OpenRaw()).Connect(4);
        var publish = Wire.Publish(4, "a", [1], QualityOfService.ExactlyOnce, id: 5);
        await peer.Send(Wire.Join(publish, publish));
        var message = await server.Application.Next();
        await peer.Ping();

        message.Ticket.Complete();

        await peer.Expect(Wire.PubRec(5));
        await peer.Ping();
        Assert.Equal(0, server.Application.Pending);
    }

    [Fact]
    public async Task After_its_release_an_id_stands_for_a_new_message()
    {
        await using var server = await MqttTestServer.Start();
        using var peer = await (await server.OpenRaw()).Connect(4);
        foreach (var payload in new byte[] { 1, 2 })
        {
            await peer.Send(Wire.Publish(4, "a", [payload], QualityOfService.ExactlyOnce, id: 5));
            await peer.Expect(Wire.PubRec(5));
            await peer.Send(Wire.PubRel(5));
            await peer.Expect(Wire.PubComp(5));
            Assert.Equal([payload], (await server.Application.Next()).Payload);
        }
    }

    [Fact]
    public async Task The_release_of_an_unknown_id_is_answered_as_the_version_can_say_it()
    {
        await using var server = await MqttTestServer.Start();
        using var old = await (await server.OpenRaw()).Connect(4, "old");
        using var young = await (await server.OpenRaw()).Connect(5, "young");

        await old.Send(Wire.PubRel(9));
        await young.Send(Wire.PubRel(9));

        await old.Expect(Wire.PubComp(9));
        await young.Expect(0x70, 3, 0, 9, (byte)ReasonCode.PacketIdentifierNotFound);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 2)]
    public async Task One_more_id_awaiting_release_than_allowed_closes(byte version, int allowed)
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ReceiveMaximum = 2, AwaitingReleaseMaximum = 4 });
        using var peer = await (await server.OpenRaw()).Connect(version);
        for (ushort id = 1; id <= allowed; id++)
        {
            await peer.Send(Wire.Publish(version, "a", [], QualityOfService.ExactlyOnce, id));
            await peer.Expect(Wire.PubRec(id));
        }

        await peer.Send(Wire.Publish(version, "a", [], QualityOfService.ExactlyOnce, 99));

        if (version == 5)
        {
            await peer.Expect(Wire.Disconnect(ReasonCode.ReceiveMaximumExceeded));
        }

        await peer.ExpectClosed();
        Assert.Equal(DisconnectReason.LimitExceeded, (await server.Application.NextEnd()).Reason);
    }
}

using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class AckTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Acks_go_out_in_order_of_receipt_although_the_last_was_settled_first(byte version)
    {
        await using var server = await MqttTestServer.Start();
        server.Application.CompletesAtOnce = false;
        using var peer = await (await server.OpenRaw()).Connect(version);
        await peer.Send(Wire.Join(
            Wire.Publish(version, "a", [1], id: 11),
            Wire.Publish(version, "a", [2], QualityOfService.ExactlyOnce, id: 12),
            Wire.Publish(version, "a", [3], id: 13)));
        var messages = await server.Application.Next(3);

        messages[2].Ticket.Complete();
        messages[1].Ticket.Complete();
        await peer.Ping();
        messages[0].Ticket.Complete();

        await peer.Expect(Wire.PubAck(11));
        await peer.Expect(Wire.PubRec(12));
        await peer.Expect(Wire.PubAck(13));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_full_window_pauses_reading_and_a_settled_message_opens_it(byte version)
    {
        await using var server = await MqttTestServer.Start(new MqttLimits { ReceiveMaximum = 3 });
        server.Application.CompletesAtOnce = false;
        using var peer = await (await server.OpenRaw()).Connect(version);
        await peer.Send(Wire.Join([.. Enumerable.Range(1, 4).Select(i => Wire.Publish(version, "a", [(byte)i], id: (ushort)i)), Wire.PingReq]));

        var first = await server.Application.Next(3);
        Assert.Equal(0, server.Application.Pending);

        first[0].Ticket.Complete();
        var fourth = await server.Application.Next();
        Assert.Equal([4], fourth.Payload);
        await peer.Expect(Wire.PubAck(1));
        await peer.Expect(0xD0, 0);
    }

    [Fact]
    public async Task Pings_are_answered_while_a_commit_is_awaited()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.CompletesAtOnce = false;
        using var peer = await (await server.OpenRaw()).Connect(4);
        await peer.Send(Wire.Publish(4, "a", [1]));
        var message = await server.Application.Next();

        await peer.Ping();
        message.Ticket.Complete();

        await peer.Expect(Wire.PubAck(1));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task An_abandoned_message_closes_the_connection_and_neither_it_nor_a_later_one_is_acknowledged(byte version)
    {
        await using var server = await MqttTestServer.Start();
        server.Application.CompletesAtOnce = false;
        using var peer = await (await server.OpenRaw()).Connect(version);
        await peer.Send(Wire.Join(Wire.Publish(version, "a", [1], id: 1), Wire.Publish(version, "a", [2], id: 2), Wire.Publish(version, "a", [3], id: 3)));
        var messages = await server.Application.Next(3);

        messages[2].Ticket.Complete();
        messages[1].Ticket.Abandon();
        messages[0].Ticket.Complete();

        await peer.Expect(Wire.PubAck(1));
        if (version == 5)
        {
            await peer.Expect(Wire.Disconnect(ReasonCode.ServerBusy));
        }

        await peer.ExpectClosed();
        Assert.Equal(DisconnectReason.Abandoned, (await server.Application.NextEnd()).Reason);
    }

    [Fact]
    public async Task A_message_for_which_there_is_no_room_is_offered_again()
    {
        await using var server = await MqttTestServer.Start();
        var offers = 0;
        server.Application.OnPublish = () => ++offers == 1 ? PublishVerdict.Busy : PublishVerdict.Taken;
        using var peer = await (await server.OpenRaw()).Connect(4);
        await peer.Send(Wire.Publish(4, "a", [7], id: 9));
        await server.Application.WaitedForRoom.Task.WaitAsync(Deadline.Long);

        server.Application.Room.SetResult();

        Assert.Equal([7], (await server.Application.Next()).Payload);
        await peer.Expect(Wire.PubAck(9));
        Assert.Equal(2, offers);
    }

    [Fact]
    public async Task Tickets_settled_after_the_connection_has_ended_do_nothing()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.CompletesAtOnce = false;
        using var peer = await (await server.OpenRaw()).Connect(4);
        await peer.Send(Wire.Publish(4, "a", [1]));
        var message = await server.Application.Next();
        peer.Dispose();
        await server.Application.NextEnd();

        message.Ticket.Complete();

        await using var other = await server.Connect();
        server.Application.CompletesAtOnce = true;
        await other.Publish("b", default).WaitAsync(Deadline.Long);
    }

    [Fact]
    public async Task An_application_that_throws_closes_without_ack_and_is_logged()
    {
        await using var server = await MqttTestServer.Start();
        server.Application.OnPublish = () => throw new InvalidOperationException("planted");
        using var peer = await (await server.OpenRaw()).Connect(4);

        await peer.Send(Wire.Publish(4, "a", [1]));

        await peer.ExpectClosed();
        Assert.Contains(server.Log.Lines, line => line.Id == 1005);
    }

    [Fact]
    public async Task A_peer_that_reads_none_of_its_answers_is_cut_off_after_the_stall_time()
    {
        var clock = new Testing.ManualClock();
        var limits = new MqttLimits { OutputBytes = 1_024, OutputStallSeconds = 30 };
        await using var server = await MqttTestServer.Start(limits, clock, sendBufferBytes: 4_096);
        using var peer = await RawPeer.Open(server.Port, receiveBufferBytes: 4_096);
        await peer.Connect(5);
        var batch = Wire.Join([.. Enumerable.Range(1, 10_000).Select(i => Wire.Publish(5, "a", [], id: (ushort)i))]);
        using var ended = new CancellationTokenSource(Deadline.Long);
        var flood = Task.Run(async () =>
        {
            while (await peer.TrySend(batch, ended.Token))
            {
                // Nothing is read: in the end the server's answers have nowhere to go, and it stops reading.
            }
        });

        var end = server.Application.NextEnd();
        while (!end.IsCompleted && !ended.IsCancellationRequested)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(DisconnectReason.AckNotRead, (await end).Reason);
        await flood.WaitAsync(Deadline.Long);
    }
}

using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Broker;

/// <summary>What outlives a connection: subscriptions, what waits, and what was not acknowledged.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task What_is_published_while_the_client_is_away_waits_for_it(byte version)
    {
        await using var server = await Start();
        using (var reader = await server.OpenRaw())
        {
            Assert.False(await reader.Resume(version, "reader", cleanStart: false, Lasting(version)));
            await reader.Subscribe(version, "a/#", 2);
            await Leave(server, reader);
        }

        await Publish(server, ("a/0", QualityOfService.AtMostOnce), ("a/1", QualityOfService.AtLeastOnce), ("a/2", QualityOfService.ExactlyOnce));
        using var again = await server.OpenRaw();

        Assert.True(await again.Resume(version, "reader", cleanStart: false, Lasting(version)));
        // What is sent at QoS 0 before the broker knows that the reader is gone may wait too.
        var first = await again.NextPublish(version);
        Assert.Equal("a/1", first.Topic == "a/0" ? (await again.NextPublish(version)).Topic : first.Topic);
        Assert.Equal("a/2", (await again.NextPublish(version)).Topic);
    }

    [Fact]
    public async Task A_clean_start_forgets_all_of_it()
    {
        await using var server = await Start();
        using (var reader = await server.OpenRaw())
        {
            await reader.Resume(5, "reader", cleanStart: false, Lasting(5));
            await reader.Subscribe(5, "a");
            await Leave(server, reader);
        }

        await Publish(server, ("a", QualityOfService.AtLeastOnce));
        using var clean = await server.OpenRaw();
        Assert.False(await clean.Resume(5, "reader", cleanStart: true));
        await Publish(server, ("a", QualityOfService.AtLeastOnce));

        await clean.NothingMore(5);
    }

    [Fact]
    public async Task A_message_without_its_ack_comes_again_as_a_duplicate_under_its_id()
    {
        await using var server = await Start();
        ReceivedPublish first;
        using (var reader = await server.OpenRaw())
        {
            await reader.Resume(5, "reader", cleanStart: false, Lasting(5));
            await reader.Subscribe(5, "a/#");
            await Publish(server, ("a/1", QualityOfService.AtLeastOnce), ("a/2", QualityOfService.AtLeastOnce));
            first = await reader.NextPublish(5);
            await reader.NextPublish(5);
            await reader.Send(Wire.PubAck(first.PacketId));
            await Leave(server, reader);
        }

        using var again = await server.OpenRaw();
        await again.Resume(5, "reader", cleanStart: false, Lasting(5));

        var second = await again.NextPublish(5);
        Assert.Equal(("a/2", true), (second.Topic, second.Duplicate));
        Assert.NotEqual(first.PacketId, second.PacketId);
        await again.Ping();
    }

    [Fact]
    public async Task A_quality_2_message_goes_on_where_it_stopped()
    {
        await using var server = await Start();
        ushort id;
        using (var reader = await server.OpenRaw())
        {
            await reader.Resume(4, "reader", cleanStart: false);
            await reader.Subscribe(4, "a", 2);
            await Publish(server, ("a", QualityOfService.ExactlyOnce));
            id = (await reader.NextPublish(4)).PacketId;
            await reader.Send(Wire.PubRec(id));
            await reader.Expect(Wire.PubRel(id));
            await Leave(server, reader);
        }

        using var again = await server.OpenRaw();
        await again.Resume(4, "reader", cleanStart: false);

        await again.Expect(Wire.PubRel(id));
        await again.Send(Wire.PubComp(id));
        await again.Ping();
    }

    [Fact]
    public async Task A_quality_2_publish_that_is_sent_again_after_a_reconnect_is_one_message()
    {
        await using var server = await Start();
        using var reader = await (await server.OpenRaw()).Connect(5, "reader");
        await reader.Subscribe(5, "a", 0);
        using (var writer = await server.OpenRaw())
        {
            await writer.Resume(4, "writer", cleanStart: false);
            await writer.Send(Wire.Publish(4, "a", [1], QualityOfService.ExactlyOnce, id: 5));
            await writer.Expect(Wire.PubRec(5));
            await Leave(server, writer);
        }

        using var again = await server.OpenRaw();
        await again.Resume(4, "writer", cleanStart: false);
        await again.Send(Wire.Publish(4, "a", [1], QualityOfService.ExactlyOnce, id: 5, duplicate: true));
        await again.Expect(Wire.PubRec(5));
        await again.Send(Wire.PubRel(5));
        await again.Expect(Wire.PubComp(5));

        await reader.NextPublish(5);
        await reader.NothingMore(5);
    }

    [Fact]
    public async Task A_quality_2_publish_that_was_never_committed_counts_as_new_when_it_comes_again()
    {
        await using var server = await Start();
        server.Application.OnPublish = null;
        server.Application.CompletesAtOnce = false;
        using (var writer = await server.OpenRaw())
        {
            await writer.Resume(4, "writer", cleanStart: false);
            await writer.Send(Wire.Publish(4, "a", [1], QualityOfService.ExactlyOnce, id: 5));
            await server.Application.Next();
            await Leave(server, writer);
        }

        using var again = await server.OpenRaw();
        await again.Resume(4, "writer", cleanStart: false);
        await again.Send(Wire.Publish(4, "a", [1], QualityOfService.ExactlyOnce, id: 5, duplicate: true));

        (await server.Application.Next()).Ticket.Complete();
        await again.Expect(Wire.PubRec(5));
    }

    [Fact]
    public async Task No_more_is_under_way_than_the_client_takes()
    {
        await using var server = await Start();
        using var reader = await server.OpenRaw();
        await reader.Resume(5, "reader", cleanStart: true, new PropertyList().With(PropertyId.ReceiveMaximum, 2));
        await reader.Subscribe(5, "a/+");
        await Publish(server, ("a/1", QualityOfService.AtLeastOnce), ("a/2", QualityOfService.AtLeastOnce), ("a/3", QualityOfService.AtLeastOnce));

        var first = await reader.NextPublish(5);
        await reader.NextPublish(5);
        await reader.NothingMore(5); // the third waits
        await reader.Send(Wire.PubAck(first.PacketId));

        Assert.Equal("a/3", (await reader.NextPublish(5)).Topic);
    }

    [Fact]
    public async Task The_oldest_gives_way_when_too_much_waits()
    {
        await using var server = await Start(new MqttLimits { QueuedMessages = 3 });
        using (var reader = await server.OpenRaw())
        {
            await reader.Resume(4, "reader", cleanStart: false);
            await reader.Subscribe(4, "a/+");
            await Leave(server, reader);
        }

        await Publish(server, [.. Enumerable.Range(1, 5).Select(i => ("a/" + i, QualityOfService.AtLeastOnce))]);
        using var again = await server.OpenRaw();
        await again.Resume(4, "reader", cleanStart: false);

        Assert.Equal("a/3", (await again.NextPublish(4)).Topic);
        Assert.Equal("a/4", (await again.NextPublish(4)).Topic);
        Assert.Equal("a/5", (await again.NextPublish(4)).Topic);
        await again.Ping();
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_over()
    {
        var clock = new ManualClock();
        await using var server = await Start(clock: clock);
        using (var reader = await server.OpenRaw())
        {
            await reader.Resume(5, "reader", cleanStart: false, new PropertyList().With(PropertyId.SessionExpiryInterval, 60));
            await reader.Subscribe(5, "a");
            await Leave(server, reader);
        }

        clock.Advance(TimeSpan.FromSeconds(59));
        using (var reader = await server.OpenRaw())
        {
            Assert.True(await reader.Resume(5, "reader", cleanStart: false, new PropertyList().With(PropertyId.SessionExpiryInterval, 60)));
            await Leave(server, reader);
        }

        clock.Advance(TimeSpan.FromSeconds(61));
        using var late = await server.OpenRaw();
        Assert.False(await late.Resume(5, "reader", cleanStart: false));
    }

    [Fact]
    public async Task A_message_is_worthless_after_its_expiry()
    {
        var clock = new ManualClock();
        await using var server = await Start(clock: clock);
        using (var reader = await server.OpenRaw())
        {
            await reader.Resume(5, "reader", cleanStart: false, Lasting(5));
            await reader.Subscribe(5, "a");
            await Leave(server, reader);
        }

        using var writer = await (await server.OpenRaw()).Connect(5, "writer");
        await writer.Send(Wire.Join(Wire.PublishWith([2, 0, 0, 0, 10], "a", id: 1), Wire.PublishWith([2, 0, 0, 0, 30], "a", id: 2)));
        await writer.Next(2);
        clock.Advance(TimeSpan.FromSeconds(20));
        using var again = await server.OpenRaw();
        await again.Resume(5, "reader", cleanStart: false, Lasting(5));

        Assert.Equal(10u, (await again.NextPublish(5)).ExpirySeconds);
        await again.Ping();
    }

    [Fact]
    public async Task Sessions_beyond_the_bound_end_with_their_connection_as_the_answer_says()
    {
        await using var server = await Start(new MqttLimits { Sessions = 1, SessionExpiryMaximumSeconds = 500 });
        using var one = await server.OpenRaw();
        using var two = await server.OpenRaw();

        Assert.Equal(500u, await ExpiryOf(one, "one"));
        Assert.Equal(0u, await ExpiryOf(two, "two"));
    }

    [Fact]
    public async Task A_filter_beyond_the_bound_is_refused()
    {
        await using var server = await Start(new MqttLimits { SubscriptionsPerSession = 1 });
        using var peer = await (await server.OpenRaw()).Connect(5);

        Assert.Equal([1, 0x97], await peer.Subscribe(5, [new TopicFilter("a", 1), new TopicFilter("b", 1)]));
        Assert.Equal([0], await peer.Subscribe(5, "a", 0));
    }

    [Fact]
    public async Task Retained_messages_beyond_the_bound_reach_present_subscribers_alone()
    {
        await using var server = await Start(new MqttLimits { RetainedMessages = 1 });
        using var present = await (await server.OpenRaw()).Connect(5, "present");
        await present.Subscribe(5, "#", 0);
        await using var writer = await server.Connect();
        foreach (var topic in new[] { "a", "b" })
        {
            await writer.Publish(topic, "x"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
            Assert.Equal(topic, (await present.NextPublish(5)).Topic);
        }

        using var late = await (await server.OpenRaw()).Connect(5, "late");
        await late.Subscribe(5, "#", 0);
        Assert.Equal("a", (await late.NextPublish(5)).Topic);
        await late.Ping();
    }

    [Fact]
    public async Task A_topic_that_finds_no_room_is_not_shown_with_its_old_state()
    {
        await using var server = await Start(new MqttLimits { RetainedBytes = 2_000 });
        await using var writer = await server.Connect();
        await writer.Publish("a", "old"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
        await writer.Publish("a", new byte[3_000], retain: true).WaitAsync(Deadline.Long);
        using var late = await (await server.OpenRaw()).Connect(5, "late");

        await late.Subscribe(5, "#", 0);

        await late.NothingMore(5);
    }

    [Fact]
    public async Task All_queues_together_have_a_bound()
    {
        await using var server = await Start(new MqttLimits { AllQueuedBytes = 1_048_576, QueuedBytes = 1_048_576 });
        foreach (var id in new[] { "one", "two" })
        {
            using var reader = await server.OpenRaw();
            await reader.Resume(4, id, cleanStart: false);
            await reader.Subscribe(4, "a/" + id);
            await Leave(server, reader);
        }

        await using var writer = await server.Connect();
        for (var i = 0; i < 20; i++)
        {
            await writer.Publish("a/one", new byte[60_000]).WaitAsync(Deadline.Long);
        }

        await writer.Publish("a/two", new byte[60_000]).WaitAsync(Deadline.Long);
        using var two = await server.OpenRaw();
        await two.Resume(4, "two", cleanStart: false);
        await two.NothingMore(4);
        using var one = await server.OpenRaw();
        await one.Resume(4, "one", cleanStart: false);
        Assert.Equal("a/one", (await one.NextPublish(4)).Topic);
    }

    [Fact]
    public async Task What_no_longer_fits_the_client_does_not_hold_up_the_rest()
    {
        await using var server = await Start();
        using (var reader = await server.OpenRaw())
        {
            await reader.Resume(5, "reader", cleanStart: false, Lasting(5));
            await reader.Subscribe(5, "a/#");
            await using var writer = await server.Connect();
            await writer.Publish("a/large", new byte[500]).WaitAsync(Deadline.Long);
            await writer.Publish("a/small", new byte[5]).WaitAsync(Deadline.Long);
            await reader.NextPublish(5);
            await reader.NextPublish(5);
            await Leave(server, reader);
        }

        using var again = await server.OpenRaw();
        await again.Resume(5, "reader", cleanStart: false, Lasting(5).With(PropertyId.MaximumPacketSize, 100).With(PropertyId.ReceiveMaximum, 1));
        var second = await again.NextPublish(5);
        Assert.Equal("a/small", second.Topic);
        await again.Send(Wire.PubAck(second.PacketId));
        await Publish(server, ("a/next", QualityOfService.AtLeastOnce));

        Assert.Equal("a/next", (await again.NextPublish(5)).Topic);
    }

    [Fact]
    public async Task A_client_gets_its_session_back_by_the_id_that_it_was_assigned()
    {
        await using var server = await Start();
        server.Application.OnConnect = r => new ConnectVerdict.Accepted(r) { Scope = "7" };
        string assigned;
        using (var reader = await server.OpenRaw())
        {
            await reader.Send(Wire.Connect(5, "", cleanStart: false, properties: Lasting(5)));
            Assert.Equal(ReasonCode.Success, EdgeRelay.Mqtt.Codec.ConnAckCodec.Read((await reader.Next()).AsSpan(2), 5, out var accepted));
            assigned = accepted!.Properties.Text(PropertyId.AssignedClientIdentifier)!;
            await Leave(server, reader);
        }

        using var again = await server.OpenRaw();
        Assert.True(await again.Resume(5, assigned, cleanStart: false, Lasting(5)));
    }

    [Fact]
    public async Task A_filter_named_twice_in_one_packet_brings_its_retained_messages_once()
    {
        await using var server = await Start();
        await using var writer = await server.Connect();
        await writer.Publish("a", "kept"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
        using var peer = await (await server.OpenRaw()).Connect(5, "reader");

        Assert.Equal([0, 1], await peer.Subscribe(5, [new TopicFilter("a", 0), new TopicFilter("a", 1)]));

        Assert.Equal(QualityOfService.AtLeastOnce, (await peer.NextPublish(5)).Qos);
        await peer.NothingMore(5);
    }

    [Fact]
    public async Task A_reader_that_stalls_slows_nobody()
    {
        await using var server = await Start(new MqttLimits { OutputBytes = 4_096, QueuedMessages = 10 }, sendBufferBytes: 4_096);
        using var stalled = await RawPeer.Open(server.Port, receiveBufferBytes: 4_096);
        await stalled.Connect(4, "stalled");
        await stalled.Subscribe(4, "a", 0);
        using var reader = await (await server.OpenRaw()).Connect(4, "reader");
        await reader.Subscribe(4, "a", 0);
        await using var writer = await server.Connect();

        for (var i = 0; i < 500; i++)
        {
            await writer.Publish("a", new byte[1_000]).WaitAsync(Deadline.Long);
            await reader.NextPublish(4);
        }
    }

    internal static async Task<MqttTestServer> Start(MqttLimits? limits = null, TimeProvider? clock = null, int? sendBufferBytes = null)
    {
        var server = await MqttTestServer.Start(limits, clock, sendBufferBytes);
        server.Application.OnPublish = () => PublishVerdict.ForSubscribers;
        return server;
    }

    internal static async Task Leave(MqttTestServer server, RawPeer peer)
    {
        await peer.Send(Wire.Goodbye);
        await peer.ExpectClosed();
        await server.Application.NextEnd();
    }

    private static PropertyList Lasting(byte version) =>
        version == 5 ? new PropertyList().With(PropertyId.SessionExpiryInterval, 600) : new PropertyList();

    private static async Task Publish(MqttTestServer server, params (string Topic, QualityOfService Qos)[] messages)
    {
        await using var writer = await server.Connect(o => o with { ClientId = "writer-of-" + messages.Length });
        foreach (var (topic, qos) in messages)
        {
            await writer.Publish(topic, "x"u8.ToArray(), qos).WaitAsync(Deadline.Long);
        }
    }

    private static async Task<uint?> ExpiryOf(RawPeer peer, string clientId)
    {
        await peer.Send(Wire.Connect(5, clientId, properties: new PropertyList().With(PropertyId.SessionExpiryInterval, 9_999)));
        var answer = await peer.Next();
        Assert.Equal(ReasonCode.Success, EdgeRelay.Mqtt.Codec.ConnAckCodec.Read(answer.AsSpan(2), 5, out var accepted));
        return accepted!.Properties.Number(PropertyId.SessionExpiryInterval);
    }
}

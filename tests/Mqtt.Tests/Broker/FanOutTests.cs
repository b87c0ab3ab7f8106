using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Mqtt.Server;

namespace EdgeRelay.Mqtt.Tests.Broker;

/// <summary>From a PUBLISH to those who subscribed, over sockets.</summary>
public sealed class FanOutTests : IAsyncLifetime
{
    private const byte NoLocal = 4;
    private const byte RetainAsPublished = 8;
    private const byte RetainIfNew = 0x10;
    private const byte RetainNever = 0x20;

    private MqttTestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await MqttTestServer.Start();
        _server.Application.OnPublish = () => PublishVerdict.ForSubscribers;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(4, QualityOfService.AtMostOnce, 2, QualityOfService.AtMostOnce)]
    [InlineData(4, QualityOfService.AtLeastOnce, 0, QualityOfService.AtMostOnce)]
    [InlineData(5, QualityOfService.AtLeastOnce, 1, QualityOfService.AtLeastOnce)]
    [InlineData(5, QualityOfService.ExactlyOnce, 1, QualityOfService.AtLeastOnce)]
    [InlineData(5, QualityOfService.ExactlyOnce, 2, QualityOfService.ExactlyOnce)]
    public async Task A_subscriber_gets_the_lower_of_both_qualities(byte version, QualityOfService published, byte asked, QualityOfService got)
    {
        using var subscriber = await (await _server.OpenRaw()).Connect(version, "reader");
        await using var publisher = await _server.Connect();

        Assert.Equal([asked], await subscriber.Subscribe(version, "a/+", asked));
        await publisher.Publish("a/b", "1"u8.ToArray(), published).WaitAsync(Deadline.Long);

        var message = await subscriber.NextPublish(version);
        Assert.Equal(("a/b", "1", got, false), (message.Topic, message.Payload, message.Qos, message.Retain));
    }

    [Fact]
    public async Task Messages_of_one_publisher_arrive_in_their_order()
    {
        await using var subscriber = await _server.Connect(o => o with { ClientId = "reader" });
        await using var publisher = await _server.Connect();
        await subscriber.Subscribe("a/#").WaitAsync(Deadline.Long);

        var publishing = Task.WhenAll(Enumerable.Range(0, 900).Select(i => publisher.Publish("a/" + (i % 7), BitConverter.GetBytes(i))));
        for (var i = 0; i < 900; i++)
        {
            var message = await subscriber.Received.ReadAsync().AsTask().WaitAsync(Deadline.Long);
            Assert.Equal(i, BitConverter.ToInt32(message.Payload.Span));
            message.Ticket.Complete();
        }

        await publishing.WaitAsync(Deadline.Long);
    }

    [Fact]
    public async Task Overlapping_filters_make_one_message_with_the_highest_quality_and_all_identifiers()
    {
        using var subscriber = await (await _server.OpenRaw()).Connect(5, "reader");
        await using var publisher = await _server.Connect();
        await subscriber.Subscribe(5, "a/b", 0, identifier: 7);
        await subscriber.Subscribe(5, "a/#", 1, identifier: 300);
        await subscriber.Subscribe(5, "+/b", 0);

        await publisher.Publish("a/b", "1"u8.ToArray()).WaitAsync(Deadline.Long);
        await publisher.Publish("a/end", "2"u8.ToArray()).WaitAsync(Deadline.Long);

        var message = await subscriber.NextPublish(5);
        Assert.Equal(QualityOfService.AtLeastOnce, message.Qos);
        Assert.Equal([7u, 300u], message.Identifiers);
        Assert.Equal("a/end", (await subscriber.NextPublish(5)).Topic);
    }

    [Fact]
    public async Task No_local_keeps_a_clients_own_messages_from_it()
    {
        using var peer = await (await _server.OpenRaw()).Connect(5, "both");
        await peer.Subscribe(5, "a", NoLocal);
        await peer.Subscribe(5, "b", 0);

        await peer.Send(Wire.Join(
            Wire.Publish(5, "a", [1], QualityOfService.AtMostOnce, id: 0), Wire.Publish(5, "b", [1], QualityOfService.AtMostOnce, id: 0)));

        Assert.Equal("b", (await peer.NextPublish(5)).Topic);
    }

    [Fact]
    public async Task An_unsubscribed_filter_brings_nothing_more()
    {
        using var subscriber = await (await _server.OpenRaw()).Connect(5, "reader");
        await using var publisher = await _server.Connect();
        await subscriber.Subscribe(5, [new TopicFilter("a", 0), new TopicFilter("b", 0)]);

        await subscriber.Send(Wire.Unsubscribe(5, 3, "a", "c"));
        await subscriber.Expect(0xB0, 5, 0, 3, 0, 0, 0x11);
        await publisher.Publish("a", "1"u8.ToArray()).WaitAsync(Deadline.Long);
        await publisher.Publish("b", "2"u8.ToArray()).WaitAsync(Deadline.Long);

        Assert.Equal("b", (await subscriber.NextPublish(5)).Topic);
    }

    [Fact]
    public async Task Retained_messages_come_with_the_subscription_after_its_answer()
    {
        await using var publisher = await _server.Connect();
        await publisher.Publish("s/1", "one"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
        await publisher.Publish("s/2", "two"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
        await publisher.Publish("s/2", ReadOnlyMemory<byte>.Empty, retain: true).WaitAsync(Deadline.Long);
        using var subscriber = await (await _server.OpenRaw()).Connect(5, "reader");

        await subscriber.Subscribe(5, "s/#");

        var message = await subscriber.NextPublish(5);
        Assert.Equal(("s/1", "one", true), (message.Topic, message.Payload, message.Retain));
        await publisher.Publish("s/3", "live"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
        message = await subscriber.NextPublish(5);
        Assert.Equal(("s/3", false), (message.Topic, message.Retain));
    }

    [Theory]
    [InlineData((byte)0, 2)]
    [InlineData(RetainIfNew, 1)]
    [InlineData(RetainNever, 0)]
    public async Task Retain_handling_says_when_retained_messages_are_wanted(byte handling, int times)
    {
        await using var publisher = await _server.Connect();
        await publisher.Publish("s", "kept"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
        using var subscriber = await (await _server.OpenRaw()).Connect(5, "reader");

        var got = 0;
        for (var round = 0; round < 2; round++)
        {
            await subscriber.Subscribe(5, "s", handling);
            await subscriber.Send(Wire.PingReq);
            while (await subscriber.Next() is [0x31, ..])
            {
                got++;
            }
        }

        Assert.Equal(times, got);
    }

    [Fact]
    public async Task Retain_as_published_keeps_the_flag()
    {
        using var subscriber = await (await _server.OpenRaw()).Connect(5, "reader");
        await using var publisher = await _server.Connect();
        await subscriber.Subscribe(5, "s", RetainAsPublished);

        await publisher.Publish("s", "1"u8.ToArray(), retain: true).WaitAsync(Deadline.Long);
        await publisher.Publish("s", "2"u8.ToArray()).WaitAsync(Deadline.Long);

        Assert.True((await subscriber.NextPublish(5)).Retain);
        Assert.False((await subscriber.NextPublish(5)).Retain);
    }

    [Fact]
    public async Task A_share_gives_each_message_to_one_member_in_turn()
    {
        using var one = await (await _server.OpenRaw()).Connect(5, "one");
        using var two = await (await _server.OpenRaw()).Connect(5, "two");
        using var whole = await (await _server.OpenRaw()).Connect(5, "whole");
        await one.Subscribe(5, "$share/workers/jobs/+", 0);
        await two.Subscribe(5, "$share/workers/jobs/+", 0);
        await whole.Subscribe(5, "jobs/#", 0);
        await using var publisher = await _server.Connect();

        for (var i = 0; i < 10; i++)
        {
            await publisher.Publish("jobs/" + i, "x"u8.ToArray()).WaitAsync(Deadline.Long);
        }

        var topics = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            topics.Add((await one.NextPublish(5)).Topic);
            topics.Add((await two.NextPublish(5)).Topic);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => "jobs/" + i), topics.Order());
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("jobs/" + i, (await whole.NextPublish(5)).Topic);
        }
    }

    [Fact]
    public async Task Properties_for_the_receiver_are_handed_on_and_the_expiry_counts_down()
    {
        using var subscriber = await (await _server.OpenRaw()).Connect(5, "reader");
        using var publisher = await (await _server.OpenRaw()).Connect(5, "writer");
        await subscriber.Subscribe(5, "a", 0);

        byte[] properties = [38, 0, 1, (byte)'k', 0, 1, (byte)'v', 2, 0, 0, 0, 60, 38, 0, 1, (byte)'k', 0, 1, (byte)'w'];
        await publisher.Send(Wire.PublishWith(properties, "a"));

        var message = await subscriber.NextPublish(5);
        Assert.Equal(["k=v", "k=w"], message.User);
        Assert.InRange(message.ExpirySeconds ?? 0, 50u, 60u);
    }

    [Fact]
    public async Task A_topic_is_named_once_to_a_client_that_takes_aliases()
    {
        using var subscriber = await _server.OpenRaw();
        await subscriber.Resume(5, "reader", cleanStart: true, new PropertyList().With(PropertyId.TopicAliasMaximum, 1));
        await subscriber.Subscribe(5, "a/+", 0);
        await using var publisher = await _server.Connect();

        await publisher.Publish("a/1", "x"u8.ToArray()).WaitAsync(Deadline.Long);
        await publisher.Publish("a/1", "y"u8.ToArray()).WaitAsync(Deadline.Long);
        await publisher.Publish("a/2", "z"u8.ToArray()).WaitAsync(Deadline.Long);

        var (first, second, third) = (await subscriber.NextPublish(5), await subscriber.NextPublish(5), await subscriber.NextPublish(5));
        Assert.Equal(("a/1", 1), (first.Topic, first.Alias));
        Assert.Equal(("", 1), (second.Topic, second.Alias));
        Assert.Equal(("a/2", 0), (third.Topic, third.Alias));
    }

    [Fact]
    public async Task A_message_larger_than_the_client_takes_is_left_out()
    {
        using var subscriber = await _server.OpenRaw();
        await subscriber.Resume(5, "reader", cleanStart: true, new PropertyList().With(PropertyId.MaximumPacketSize, 100));
        await subscriber.Subscribe(5, "a", 1);
        await using var publisher = await _server.Connect();

        await publisher.Publish("a", new byte[200]).WaitAsync(Deadline.Long);
        await publisher.Publish("a", "small"u8.ToArray()).WaitAsync(Deadline.Long);

        Assert.Equal("small", (await subscriber.NextPublish(5)).Payload);
    }

    [Fact]
    public async Task Telemetry_that_the_host_takes_is_shown_to_subscribers_too()
    {
        _server.Application.OnPublish = null;
        await using var subscriber = await _server.Connect(o => o with { ClientId = "dashboard" });
        await using var device = await _server.Connect();
        await subscriber.Subscribe("edgerelay/v1/1/#").WaitAsync(Deadline.Long);

        await device.Publish("edgerelay/v1/1/truck/telemetry", "{}"u8.ToArray()).WaitAsync(Deadline.Long);

        Assert.Equal("edgerelay/v1/1/truck/telemetry", (await subscriber.Received.ReadAsync().AsTask().WaitAsync(Deadline.Long)).Topic);
        Assert.Equal("edgerelay/v1/1/truck/telemetry", (await _server.Application.Next()).Topic);
    }

    [Theory]
    [InlineData(4, "closed", 0x80)]
    [InlineData(5, "closed", 0x87)]
    [InlineData(5, "$share/s/closed", 0x87)]
    [InlineData(5, "a/#/b", 0x8F)]
    [InlineData(4, "a/#/b", 0x80)]
    public async Task A_filter_that_is_not_granted_says_why(byte version, string filter, byte code)
    {
        _server.Application.MayRead = f => f == "closed" ? ReasonCode.NotAuthorized : ReasonCode.Success;
        using var peer = await (await _server.OpenRaw()).Connect(version);

        Assert.Equal([code, 1], await peer.Subscribe(version, [new TopicFilter(filter, 1), new TopicFilter("open", 1)]));
        await peer.Ping();
    }

    [Fact]
    public async Task No_local_on_a_shared_filter_is_a_protocol_error()
    {
        using var peer = await (await _server.OpenRaw()).Connect(5);

        await peer.Send(Wire.Subscribe(5, 1, [new TopicFilter("$share/s/a", NoLocal)], 0));

        await peer.Expect(Wire.Disconnect(ReasonCode.ProtocolError));
        await peer.ExpectClosed();
    }
}

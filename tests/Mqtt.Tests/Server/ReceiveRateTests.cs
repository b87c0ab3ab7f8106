using EdgeRelay.Mqtt.Server;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Server;

public sealed class ReceiveRateTests
{
    [Fact]
    public void A_burst_is_taken_at_once_and_then_so_many_a_second()
    {
        var clock = new ManualClock();
        var rate = new ReceiveRate(new MqttLimits { MessagesPerSecond = 10, MessageBurst = 50 }, clock);

        Assert.Equal(50, Taken(rate));
        Assert.Equal(TimeSpan.FromMilliseconds(100), rate.Pause);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(20, Taken(rate));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(50, Taken(rate));
    }

    [Fact]
    public void Bytes_are_counted_too_and_a_large_packet_waits_its_time_but_not_for_ever()
    {
        var clock = new ManualClock();
        var rate = new ReceiveRate(new MqttLimits { MessagesPerSecond = 0, BytesPerSecond = 1_000, ByteBurst = 1_000 }, clock);

        Assert.True(rate.MayTake());
        rate.Took(3_000);

        clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(rate.MayTake());
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(rate.MayTake());
    }

    [Fact]
    public async Task A_device_that_sends_too_fast_is_read_more_slowly_and_nothing_is_lost()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(new MqttLimits { MessagesPerSecond = 10, MessageBurst = 20 }, clock);
        server.Application.OnConnect = request => new ConnectVerdict.Accepted(request.ClientId) { IsDevice = true };
        using var peer = await (await server.OpenRaw()).Connect(5);
        for (ushort id = 1; id <= 60; id++)
        {
            await peer.Send(Wire.Publish(5, "a", [(byte)id], id: id));
        }

        var acks = peer.Next(60);
        while (!acks.IsCompleted)
        {
            // The server's threads get a moment for each step: a clock that runs away from them would cut the connection off for its silence.
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(acks, Task.Delay(2));
        }

        await acks;
        Assert.Equal(Enumerable.Range(1, 60), (await server.Application.Next(60)).Select(m => (int)m.Payload.Single()));
        Assert.True(clock.GetElapsedTime(0) >= TimeSpan.FromSeconds(4), $"It took {clock.GetElapsedTime(0)}.");
    }

    [Fact]
    public async Task A_program_that_speaks_for_many_is_not_slowed()
    {
        var clock = new ManualClock();
        await using var server = await MqttTestServer.Start(new MqttLimits { MessagesPerSecond = 1, MessageBurst = 1 }, clock);
        using var peer = await (await server.OpenRaw()).Connect(5);

        for (ushort id = 1; id <= 60; id++)
        {
            await peer.Send(Wire.Publish(5, "a", [(byte)id], id: id));
        }

        await peer.Next(60);
    }

    private static int Taken(ReceiveRate rate)
    {
        var taken = 0;
        while (rate.MayTake())
        {
            rate.Took(10);
            taken++;
        }

        return taken;
    }
}

using EdgeRelay.Mqtt.Packets;
using EdgeRelay.Testing;

namespace EdgeRelay.Mqtt.Tests.Broker;

/// <summary>Wills, as subscribers see them.</summary>
public sealed class WillTests
{
    [Fact]
    public async Task A_lost_clients_will_reaches_subscribers_and_is_retained_if_it_says_so()
    {
        await using var server = await SessionTests.Start();
        using var reader = await (await server.OpenRaw()).Connect(5, "reader");
        await reader.Subscribe(5, "status", 0);
        using (await (await server.OpenRaw()).Connect(5, "device", will: Will(0)))
        {
            // Goes without DISCONNECT.
        }

        Assert.Equal("gone", (await reader.NextPublish(5)).Payload);
        using var late = await (await server.OpenRaw()).Connect(5, "late");
        await late.Subscribe(5, "status", 0);
        Assert.True((await late.NextPublish(5)).Retain);
    }

    [Fact]
    public async Task A_will_with_a_delay_waits_for_it()
    {
        var clock = new ManualClock();
        await using var server = await SessionTests.Start(clock: clock);
        using var reader = await (await server.OpenRaw()).Connect(5, "reader");
        await reader.Subscribe(5, "status", 0);
        await Lose(server, delaySeconds: 10, expirySeconds: 100);

        clock.Advance(TimeSpan.FromSeconds(9));
        await reader.NothingMore(5);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("gone", (await reader.NextPublish(5)).Payload);
    }

    [Fact]
    public async Task A_will_does_not_outlast_its_session()
    {
        var clock = new ManualClock();
        await using var server = await SessionTests.Start(clock: clock);
        using var reader = await (await server.OpenRaw()).Connect(5, "reader");
        await reader.Subscribe(5, "status", 0);
        await Lose(server, delaySeconds: 100, expirySeconds: 5);

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("gone", (await reader.NextPublish(5)).Payload);
    }

    [Fact]
    public async Task A_client_that_comes_back_in_time_has_not_gone()
    {
        var clock = new ManualClock();
        await using var server = await SessionTests.Start(clock: clock);
        using var reader = await (await server.OpenRaw()).Connect(5, "reader");
        await reader.Subscribe(5, "status", 0);
        await Lose(server, delaySeconds: 10, expirySeconds: 100);

        using var back = await server.OpenRaw();
        Assert.True(await back.Resume(5, "device", cleanStart: false, Expiry(100)));
        clock.Advance(TimeSpan.FromSeconds(30));

        await reader.NothingMore(5);
    }

    [Fact]
    public async Task A_clean_start_ends_the_session_and_brings_its_will_at_once()
    {
        var clock = new ManualClock();
        await using var server = await SessionTests.Start(clock: clock);
        using var reader = await (await server.OpenRaw()).Connect(5, "reader");
        await reader.Subscribe(5, "status", 0);
        await Lose(server, delaySeconds: 10, expirySeconds: 100);

        using var back = await server.OpenRaw();
        await back.Resume(5, "device", cleanStart: true);

        Assert.Equal("gone", (await reader.NextPublish(5)).Payload);
    }

    private static async Task Lose(MqttTestServer server, uint delaySeconds, uint expirySeconds)
    {
        using (var peer = await server.OpenRaw())
        {
            await peer.Resume(5, "device", cleanStart: false, Expiry(expirySeconds), Will(delaySeconds));
        }

        await server.Application.NextEnd();
    }

    private static PropertyList Expiry(uint seconds) => new PropertyList().With(PropertyId.SessionExpiryInterval, seconds);

    private static WillMessage Will(uint delaySeconds) => new()
    {
        Topic = "status"u8.ToArray(),
        Payload = "gone"u8.ToArray(),
        Qos = QualityOfService.AtLeastOnce,
        Retain = true,
        Properties = new PropertyList().With(PropertyId.WillDelayInterval, delaySeconds),
    };
}

using System.Text.Json;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

/// <summary>How fast and how long an endpoint is tried.</summary>
public sealed class PacingTests
{
    [Fact]
    public async Task No_more_messages_a_second_than_the_endpoint_allows()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.RatePerSecond = 2);

        host.Publish([.. Enumerable.Range(0, 7).Select(i => RelayHost.Numbered(i, "k" + i, webhook.Id))]);

        await host.UntilAsync(DeliveryState.Delivered, 2);
        for (var second = 1; second <= 2; second++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await host.UntilAsync(DeliveryState.Delivered, 2 + (2 * second));
            Assert.Equal(2 + (2 * second), receiver.Count);
        }

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(DeliveryState.Delivered, 7);
    }

    [Fact]
    public async Task A_rate_below_one_a_second_is_kept_too()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.RatePerSecond = 0.1);
        host.Publish(RelayHost.Numbered(1, "a", webhook.Id), RelayHost.Numbered(2, "b", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);

        host.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, receiver.Count);
        host.Clock.Advance(TimeSpan.FromSeconds(0.1));

        await host.UntilAsync(DeliveryState.Delivered, 2);
    }

    [Fact]
    public async Task Waiting_for_the_rate_uses_up_no_attempt()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.RatePerSecond = 1);
        host.Publish([.. Enumerable.Range(0, 3).Select(i => RelayHost.Numbered(i, "a", webhook.Id))]);
        for (var sent = 1; sent <= 3; sent++)
        {
            await host.UntilAsync(DeliveryState.Delivered, sent);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(host.Deliveries(), d => Assert.Equal(1, d.Attempts));
    }

    [Fact]
    public async Task A_lane_that_skips_after_two_attempts_does_so_whatever_other_keys_do()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(Number(r) == 13 ? 422 : 200);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.OnFailure, s.SkipAfter) = (FailureMode.SkipAfter, 2));
        host.Publish(RelayHost.Numbered(13, "bad", webhook.Id), RelayHost.Numbered(14, "bad", webhook.Id));
        await host.UntilAttemptsAsync(1);
        Assert.Equal(1, receiver.Count);

        host.Clock.Advance(TimeSpan.FromSeconds(10));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal([13, 13, 14], receiver.Requests.Select(Number));
    }

    [Fact]
    public async Task A_breaker_opens_when_seven_in_ten_attempts_of_five_minutes_fail()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var count = 0;
        receiver.Script = _ => new ReceiverAnswer(Interlocked.Increment(ref count) % 4 == 1 ? 200 : 500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.MaxInFlight = 1);

        host.Publish([.. Enumerable.Range(0, 40).Select(i => RelayHost.Numbered(i, "k" + i, webhook.Id))]);

        await host.Writer.UntilAsync(() => host.Dispatcher.Depth(webhook.Id) is { Failing: true, InFlight: 0 });
        Assert.InRange(receiver.Count, FailureRatio.Enough, FailureRatio.Enough + 3);
        var tried = receiver.Count;
        host.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(tried, receiver.Count);
    }

    [Fact]
    public void Failures_of_more_than_five_minutes_ago_are_forgotten()
    {
        var ratio = new FailureRatio();
        for (var i = 0; i < 10; i++)
        {
            ratio.Count(1_000_000, failed: i < 7);
        }

        Assert.True(ratio.IsBad(1_000_000));
        Assert.True(ratio.IsBad(1_000_000 + 240_000));
        Assert.False(ratio.IsBad(1_000_000 + 300_000));
    }

    [Fact]
    public async Task A_message_that_waited_longer_than_its_age_allows_expires_without_an_attempt()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(429, new() { ["Retry-After"] = "600" });
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.MaxAgeSeconds = 300);
        host.Publish(RelayHost.Numbered(1, "a", webhook.Id), RelayHost.Numbered(2, "a", webhook.Id));
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);

        host.Clock.Advance(TimeSpan.FromSeconds(600));
        await host.UntilAsync(DeliveryState.Expired, 2);
        host.Publish(RelayHost.Numbered(3, "a", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);

        Assert.Equal([1, 3], receiver.Requests.Select(Number));
        Assert.Equal((1, "waited longer than 300 s"), (host.Deliveries()[0].Attempts, host.Deliveries()[1].LastReason));
        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
    }

    private static int Number(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("n").GetInt32();
}

using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Recovery;

public sealed class CancelTests
{
    [Fact]
    public async Task A_cancelled_head_lets_its_key_go_on()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(r.Text.Contains("\"n\":1", StringComparison.Ordinal) ? 500 : 200);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Numbered(1, "a", webhook.Id), RelayHost.Numbered(2, "a", webhook.Id));
        await host.UntilAsync(DeliveryState.Retrying);
        Assert.Equal(1, host.Dispatcher.HeadOf(webhook.Id, "a"));

        Assert.Equal(1, await host.Recovery.Cancel([1], webhook.Id));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal([DeliveryState.Cancelled, DeliveryState.Delivered], host.Deliveries().Select(d => d.State));
        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
        Assert.Null(host.Dispatcher.HeadOf(webhook.Id, "a"));
        Assert.Equal(0, await host.Recovery.Cancel([1, 2], webhook.Id));
    }

    [Fact]
    public async Task A_request_that_is_open_is_not_called_back()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var answer = new TaskCompletionSource();
        receiver.Script = _ => new ReceiverAnswer(200, HoldBack: answer.Task);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await receiver.WaitForAsync(1);

        Assert.Equal(0, await host.Recovery.Cancel([1], webhook.Id));

        answer.SetResult();
        await host.UntilAsync(DeliveryState.Delivered);
    }

    [Fact]
    public async Task Another_webhooks_delivery_is_left_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Hold = HoldReason.User);
        host.Publish(RelayHost.Message("a", webhook.Id));

        Assert.Equal(0, await host.Recovery.Cancel([1], webhook.Id + 1));
        Assert.Equal(1, host.Dispatcher.Depth(webhook.Id).Waiting);
    }

    [Fact]
    public async Task Sending_now_does_not_wait_for_the_next_attempt()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Retry = RetryPreset.Crm);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAsync(DeliveryState.Retrying);
        receiver.Script = _ => new ReceiverAnswer(200);

        Assert.True(await host.Recovery.SendNow(1, webhook.Id));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal(2, host.Deliveries()[0].Attempts);
        Assert.False(await host.Recovery.SendNow(1, webhook.Id));
    }

    /// <summary>Whatever is cancelled, in memory, on disk or between them, the rest arrives, in order per key, and nothing is left over.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Cancelling_some_of_many_loses_and_reorders_none_of_the_others(int seed)
    {
        var random = new Random(seed);
        await using var receiver = await WebhookReceiver.StartAsync();
        var failing = true;
        receiver.Script = r => new ReceiverAnswer(Volatile.Read(ref failing) && r.Text.Length % 3 == 0 ? 500 : 200);
        await using var host = await RelayHost.StartAsync(new RelaySettings { ReadyWindow = 20, BlockedWindow = 30 });
        var webhook = host.Subscribe(receiver.Url, s => (s.Retry, s.RetryWaits) = (RetryPreset.Custom, string.Join(',', Enumerable.Repeat(60, 20))));
        host.Publish([.. Enumerable.Range(0, 120).Select(i => RelayHost.Numbered(i, "key" + random.Next(8), webhook.Id))]);

        var wanted = Enumerable.Range(1, 120).Select(i => (long)i).Where(_ => random.Next(3) == 0).ToList();
        foreach (var some in wanted.Chunk(7))
        {
            await host.Recovery.Cancel(some, webhook.Id);
        }

        Volatile.Write(ref failing, false);
        for (var round = 0; host.Deliveries().Any(d => d.State < DeliveryState.Delivered); round++)
        {
            Assert.True(round < 100, $"it does not end, seed {seed}");
            host.Clock.Advance(TimeSpan.FromMinutes(2));
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
        var deliveries = host.Deliveries();
        Assert.Subset(wanted.ToHashSet(), deliveries.Where(d => d.State == DeliveryState.Cancelled).Select(d => d.Id).ToHashSet());
        Assert.All(deliveries.Where(d => !wanted.Contains(d.Id)), d => Assert.Equal(DeliveryState.Delivered, d.State));
        Assert.All(deliveries, d => Assert.Null(host.Dispatcher.HeadOf(webhook.Id, d.OrderingKey)));
        foreach (var key in receiver.Requests.GroupBy(r => r.Text.Split("\"ref_id\":\"")[1].Split('"')[0]))
        {
            var firsts = key.Select(r => r.Text.Split("\"n\":")[1].TrimEnd('}')).Distinct().Select(int.Parse).ToList();
            Assert.Equal(firsts.Order(), firsts);
        }
    }
}

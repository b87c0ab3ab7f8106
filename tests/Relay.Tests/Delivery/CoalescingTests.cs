using System.Text.Json;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

public sealed class CoalescingTests
{
    [Fact]
    public async Task The_newest_of_a_key_replaces_what_waits_and_never_what_is_being_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var open = new TaskCompletionSource();
        receiver.Script = _ => new ReceiverAnswer(200, HoldBack: open.Task);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Coalesce = true);
        host.Publish(Numbered(1, "a", "place", webhook.Id));
        await receiver.WaitForAsync(1);

        host.Publish(
            Numbered(2, "a", "place", webhook.Id),
            Numbered(3, "a", "warmth", webhook.Id),
            Numbered(4, "a", "opened", webhook.Id),
            Numbered(5, "a", "opened", webhook.Id),
            Numbered(6, "a", "place", webhook.Id));
        Assert.Equal(5, host.Dispatcher.Depth(webhook.Id).Waiting);
        open.SetResult();

        await host.UntilAsync(DeliveryState.Delivered, 5);
        Assert.Equal([1, 3, 4, 5, 6], receiver.Requests.Select(Number));
        var gone = Assert.Single(host.Deliveries(), d => d.State == DeliveryState.Superseded);
        Assert.Equal((2L, 6L, 0), (gone.Sequence, gone.SupersededBy, gone.Attempts));
    }

    [Fact]
    public async Task One_that_failed_gives_way_and_the_newer_one_waits_in_its_place()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Coalesce = true);
        host.Publish(Numbered(1, "a", "place", webhook.Id));
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);

        host.Publish(Numbered(2, "a", "place", webhook.Id));
        host.Publish(Numbered(3, "a", "place", webhook.Id));
        await host.UntilAsync(DeliveryState.Superseded, 2);
        Assert.Equal(1, receiver.Count);
        host.Clock.Advance(TimeSpan.FromSeconds(10));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal([1, 3], receiver.Requests.Select(Number));
    }

    [Fact]
    public async Task One_that_fails_while_a_newer_one_waits_gives_way_at_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var open = new TaskCompletionSource();
        receiver.Script = _ => new ReceiverAnswer(500, HoldBack: open.Task);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Coalesce = true);
        host.Publish(Numbered(1, "a", "place", webhook.Id));
        await receiver.WaitForAsync(1);
        host.Publish(Numbered(2, "a", "place", webhook.Id));
        receiver.Script = _ => new ReceiverAnswer(200);
        open.SetResult();

        await host.UntilAsync(DeliveryState.Superseded);
        Assert.Equal((1, 2L), (host.Deliveries()[0].Attempts, host.Deliveries()[0].SupersededBy));
        host.Clock.Advance(TimeSpan.FromSeconds(10));

        await host.UntilAsync(DeliveryState.Delivered);
    }

    [Fact]
    public async Task What_lies_on_disk_is_coalesced_when_it_is_read()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.Coalesce, s.Enabled) = (true, false));
        host.Publish([.. Enumerable.Range(1, 300).Select(i => Numbered(i, "k" + (i % 3), "place", webhook.Id))]);

        host.Book.Changed(webhook with { Enabled = true, Version = 2 });

        await host.Writer.UntilAsync(() => host.Deliveries().All(d => d.State is DeliveryState.Delivered or DeliveryState.Superseded));
        Assert.Equal([298, 299, 300], receiver.Requests.Select(Number).Order());
    }

    [Fact]
    public void Whatever_fails_the_last_of_each_key_arrives_and_no_key_goes_backwards() => Laws.ForEverySeed(4, 500, seed =>
    {
        // Not on the test's own few threads: one of them waits here, and another law's waits on the other.
        Task.Run(() => Law(new Random(seed))).GetAwaiter().GetResult();
    });

    private static async Task Law(Random luck)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var dice = new Random(luck.Next());
        receiver.Script = _ =>
        {
            lock (dice)
            {
                return new ReceiverAnswer(dice.Next(3) == 0 ? 500 : 200);
            }
        };
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.Coalesce, s.OnFailure) = (true, FailureMode.Block));
        string[] types = ["place", "warmth", "opened"];
        var sent = Enumerable.Range(0, 60).Select(i => Numbered(i, "k" + luck.Next(3), types[luck.Next(3)], webhook.Id)).ToList();
        for (var next = 0; next < sent.Count;)
        {
            var batch = sent.Skip(next).Take(luck.Next(1, 9)).ToArray();
            next += batch.Length;
            host.Publish(batch);
            host.Clock.Advance(TimeSpan.FromSeconds(luck.Next(3)));
        }

        for (var round = 0; host.Deliveries().Any(d => d.State is DeliveryState.Pending or DeliveryState.Retrying); round++)
        {
            Assert.True(round < 300, "it does not end");
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        var rows = host.Deliveries();
        foreach (var one in rows.GroupBy(d => (d.OrderingKey, d.Type)))
        {
            Assert.Equal(DeliveryState.Delivered, one.Last().State);
            Assert.All(one, d => Assert.True(d.State == DeliveryState.Delivered || (d.Type != "opened" && d.SupersededBy > d.Id)));
        }

        foreach (var key in receiver.Requests.GroupBy(r => Head(r).GetProperty("ref_id").GetString()))
        {
            Assert.Equal(key.Select(Number).Order(), key.Select(Number));
        }

        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
    }

    private static OutboxMessage Numbered(int number, string key, string type, long webhook) =>
        RelayHost.Numbered(number, key, webhook) with { Type = type, ReplaceKey = type == "opened" ? null : type };

    private static JsonElement Head(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("head");

    private static int Number(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("n").GetInt32();
}

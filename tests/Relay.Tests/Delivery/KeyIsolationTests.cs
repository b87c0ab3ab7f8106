using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

/// <summary>What waits for one key of an endpoint is no matter of the other keys.</summary>
public sealed class KeyIsolationTests
{
    private const int MessagesOfABlockedKey = 4;

    [Fact]
    public async Task Thousands_of_blocked_keys_ahead_of_a_healthy_one_do_not_delay_it()
    {
        var keys = Seeds.Times(1_000, 10_000);
        await using var receiver = await WebhookReceiver.StartAsync(keepsRequests: false);
        var healthy = new ConcurrentQueue<int>();
        receiver.Script = RefuseAllBut("healthy", healthy);
        // What is blocked is four times what may be ready in memory.
        await using var host = await RelayHost.StartAsync(new RelaySettings { ReadyWindow = keys }, outcomesPerCommit: 100);
        var webhook = host.Subscribe(receiver.Url);

        host.Publish([.. Blocked(keys, webhook.Id), RelayHost.Numbered(1, "healthy", webhook.Id)]);
        await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal([1], healthy);
        Assert.Equal(keys + 1, receiver.Count);

        // All of them wait, and now it comes behind them on disk.
        await host.Dispatcher.DrainOutcomesAsync();
        host.Store(webhook with { Enabled = false });
        host.Publish(RelayHost.Numbered(2, "healthy", webhook.Id));
        await host.RestartAsync();
        host.Store(webhook);
        await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal([1, 2], healthy);
        Assert.Equal(keys + 2, receiver.Count);
    }

    [Fact]
    public async Task A_message_refused_for_ever_delays_what_is_behind_it_by_its_first_five_attempts_and_nothing_else()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var arrived = new ConcurrentQueue<(string Key, int Number, TimeSpan At)>();
        var start = host.Clock.GetUtcNow();
        receiver.Script = request =>
        {
            arrived.Enqueue((KeyOf(request), Number(request), host.Clock.GetUtcNow() - start));
            return new ReceiverAnswer(KeyOf(request) == "truck" && Number(request) == 0 ? 422 : 200);
        };
        var webhook = host.Subscribe(receiver.Url);
        // Between the attempts, and after the fifth.
        TimeSpan[] waits = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromMinutes(1)];

        host.Publish([.. Enumerable.Range(0, 20).Select(i => RelayHost.Numbered(i, "truck", webhook.Id))]);
        foreach (var wait in waits)
        {
            host.Publish(RelayHost.Message("other", webhook.Id));
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            host.Clock.Advance(wait);
        }

        var behind = arrived.Where(a => a is { Key: "truck", Number: > 0 }).ToList();
        Assert.Equal(Enumerable.Range(1, 19), behind.Select(a => a.Number));
        Assert.All(behind, a => Assert.Equal(new TimeSpan(2, 35, 5), a.At));
        Assert.Equal(5, arrived.Count(a => a is { Key: "truck", Number: 0 }));
        Assert.Equal(waits.Length, arrived.Count(a => a.Key == "other"));
    }

    [Fact]
    public async Task A_key_keeps_its_order_whatever_fails_and_the_other_keys_move_meanwhile()
    {
        var (keys, perKey) = Seeds.IsSoak ? (500, 200) : (50, 20);
        var seed = Seeds.Next();
        var luck = new Random(seed);
        var tried = new ConcurrentDictionary<string, List<int>>();
        var accepted = new ConcurrentDictionary<string, List<(int Number, int Attempt, bool OutOfOrder)>>();
        var refused = new ConcurrentDictionary<string, bool>();
        await using var receiver = await WebhookReceiver.StartAsync(keepsRequests: false);
        receiver.Script = request =>
        {
            // One request of a key is open at a time, but for those that its lane went on without.
            var (key, number, attempt) = (KeyOf(request), Number(request), int.Parse(request.Header("EdgeRelay-Attempt")!, CultureInfo.InvariantCulture));
            lock (luck)
            {
                var fails = luck.Next(10) == 0;
                refused[key] = fails;
                if (attempt == 1)
                {
                    tried.GetOrAdd(key, _ => []).Add(number);
                }

                if (!fails)
                {
                    accepted.GetOrAdd(key, _ => []).Add((number, attempt, request.Header("EdgeRelay-Out-Of-Order") is not null));
                }

                return new ReceiverAnswer(fails ? 500 : 200);
            }
        };
        await using var host = await RelayHost.StartAsync(outcomesPerCommit: 100);
        var webhook = host.Subscribe(receiver.Url, s => (s.Retry, s.RetryWaits) = (RetryPreset.Custom, string.Join(',', Enumerable.Repeat(60, 20))));

        host.Publish([.. Enumerable.Range(0, keys * perKey).Select(i => RelayHost.Numbered(i / keys, "key" + (i % keys), webhook.Id))]);
        for (var round = 0; host.Dispatcher.Depth(webhook.Id).Waiting > 0; round++)
        {
            Assert.True(round < 10 * perKey, $"it does not end; seed {seed}");
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromMinutes(5));
            // Nobody waits but behind a refusal of his own.
            Assert.All(refused, key => Assert.True(key.Value || tried[key.Key].Count == perKey, $"{key.Key} stands still; seed {seed}"));
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await host.Dispatcher.DrainOutcomesAsync();
        var all = Enumerable.Range(0, perKey).ToList();
        Assert.Equal(keys, tried.Count);
        Assert.All(tried, key => Assert.True(key.Value.SequenceEqual(all), $"{key.Key} was tried as {string.Join(' ', key.Value)}; seed {seed}"));
        Assert.All(accepted, key =>
        {
            Assert.Equal(all, key.Value.Select(a => a.Number).Order());
            Assert.All(key.Value.Where(a => a.OutOfOrder), a => Assert.True(a.Attempt > 5, $"{key.Key} went on without {a.Number} too early; seed {seed}"));
            var inOrder = key.Value.Where(a => !a.OutOfOrder).Select(a => a.Number).ToList();
            Assert.True(inOrder.SequenceEqual(inOrder.Order()), $"{key.Key} was accepted as {string.Join(' ', inOrder)}; seed {seed}");
        });
        Assert.Equal(keys * perKey, host.Deliveries().Count(d => d.State == DeliveryState.Delivered));
    }

    private static Func<ReceivedRequest, ReceiverAnswer> RefuseAllBut(string healthyKey, ConcurrentQueue<int> healthy) => request =>
    {
        if (KeyOf(request) != healthyKey)
        {
            return new ReceiverAnswer(422);
        }

        healthy.Enqueue(Number(request));
        return new ReceiverAnswer(200);
    };

    private static IEnumerable<OutboxMessage> Blocked(int keys, long webhook) =>
        Enumerable.Range(0, keys * MessagesOfABlockedKey).Select(i => RelayHost.Numbered(i / keys, "blocked" + (i % keys), webhook));

    private static string KeyOf(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("head").GetProperty("ref_id").GetString()!;

    private static int Number(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("n").GetInt32();
}

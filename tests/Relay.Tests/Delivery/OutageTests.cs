using System.Collections.Concurrent;
using System.Text.Json;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

/// <summary>An endpoint is away for days, by the clock of the test, and comes back.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(Seeds.Times(60, 10));

    /// <summary>The longest pause of the breaker, and one step more.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_three_days_of_outage_all_is_delivered_in_order_within_minutes(bool restarted)
    {
        var keys = Seeds.Times(10, 500);
        var seed = Seeds.Next();
        var luck = new Random(seed);
        var isAway = false;
        var accepted = new ConcurrentDictionary<string, List<int>>();
        await using var receiver = await WebhookReceiver.StartAsync(keepsRequests: false);
        receiver.Script = request =>
        {
            if (Volatile.Read(ref isAway))
            {
                return Excuse(luck);
            }

            Assert.Null(request.Header("EdgeRelay-Out-Of-Order"));
            accepted.GetOrAdd(KeyOf(request), _ => []).Add(Number(request)); // one request of a key at a time
            return new ReceiverAnswer(200);
        };
        await using var host = await RelayHost.StartAsync(outcomesPerCommit: 100);
        var webhook = host.Subscribe(receiver.Url);

        var hours = 0;
        async Task Hour()
        {
            host.Publish([.. Enumerable.Range(0, keys).Select(i => RelayHost.Numbered(hours, "key" + i, webhook.Id))]);
            hours++;
            for (var elapsed = TimeSpan.Zero; elapsed < TimeSpan.FromHours(1); elapsed += Step)
            {
                await Rest(host);
                host.Clock.Advance(Step);
            }
        }

        await Hour();
        isAway = true;
        while (hours <= 72)
        {
            await Hour();
            if (restarted && hours == 40)
            {
                await Rest(host);
                await host.Dispatcher.DrainOutcomesAsync();
                await host.RestartAsync();
            }
        }

        isAway = false;
        var back = host.Clock.GetUtcNow();
        while (host.Dispatcher.Depth(webhook.Id).Waiting > 0)
        {
            Assert.True(host.Clock.GetUtcNow() - back <= Recovery, $"{host.Dispatcher.Depth(webhook.Id).Waiting} still wait; seed {seed}");
            await Rest(host);
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await host.Dispatcher.DrainOutcomesAsync();
        Assert.Equal(keys, accepted.Count);
        Assert.All(accepted, key => Assert.True(key.Value.SequenceEqual(Enumerable.Range(0, hours)), $"{key.Key}: {string.Join(' ', key.Value)}; seed {seed}"));
        Assert.All(host.Deliveries(), d => Assert.Equal(DeliveryState.Delivered, d.State));
    }

    [Fact]
    public async Task What_waited_for_an_endpoint_goes_at_once_when_it_answers_again_even_after_a_restart()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id), RelayHost.Message("b", webhook.Id));
        await Rest(host);
        foreach (var wait in new[] { TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2) })
        {
            host.Clock.Advance(wait);
            await Rest(host);
        }

        Assert.True(host.Dispatcher.Depth(webhook.Id).Failing);
        Assert.All(host.Deliveries(), d => Assert.Equal(host.Clock.GetUtcNow().AddHours(5).ToUnixTimeMilliseconds(), d.DueMs));
        await host.RestartAsync();
        receiver.Script = _ => new ReceiverAnswer(200);
        host.Publish(RelayHost.Message("c", webhook.Id));

        await host.UntilAsync(DeliveryState.Delivered, 3);
    }

    private static Task Rest(RelayHost host) => host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromMinutes(5));

    private static ReceiverAnswer Excuse(Random luck)
    {
        lock (luck)
        {
            return luck.Next(3) switch
            {
                0 => new ReceiverAnswer(500),
                1 => new ReceiverAnswer(503),
                _ => new ReceiverAnswer(0, Abort: true),
            };
        }
    }

    private static string KeyOf(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("head").GetProperty("ref_id").GetString()!;

    private static int Number(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("n").GetInt32();
}

using System.Text.Json;
using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Spilling;

/// <summary>Beyond its depth a webhook's messages wait as events, and come back in order when its line is short again.</summary>
public sealed class SpillTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task Beyond_its_depth_a_webhooks_messages_wait_as_events_and_are_counted()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var full = Paused(host, depth: 4);
        var other = host.Subscribe(receiver.Url);

        // In one commit, and in one of their own.
        host.Publish(Numbered(1..6, full.Id, other.Id));
        host.Publish(Numbered(7..10, full.Id, other.Id));

        Assert.Equal([1, 2, 3, 4], host.Deliveries().Where(d => d.WebhookId == full.Id).Select(d => d.EventRow));
        Assert.Equal([5, 6, 7, 8, 9, 10], host.Spilled(full.Id));
        Assert.Equal((10, 6), (host.Dispatcher.Depth(full.Id).Waiting, host.Dispatcher.Depth(full.Id).Spilled));
        await host.UntilAsync(DeliveryState.Delivered, 10);
        Assert.Empty(host.Spilled(other.Id));
    }

    [Fact]
    public async Task What_was_spilled_arrives_in_order_without_a_gap_and_with_the_time_of_its_commit()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.MaxDepth, s.MaxInFlight, s.Hold) = (4, 1, HoldReason.User));
        host.Publish(Numbered(1..30, webhook.Id));
        var committed = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        host.Clock.Advance(TimeSpan.FromHours(1));

        host.Store(webhook with { Hold = HoldReason.None });
        await host.UntilAsync(DeliveryState.Delivered, 30);

        Assert.Equal(Enumerable.Range(1, 30), receiver.Requests.Select(Number));
        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), host.Deliveries().Select(d => d.Sequence));
        Assert.All(receiver.Requests, r => Assert.Equal(committed, Head(r).GetProperty("enqueue_time").GetInt64()));
        Assert.Equal(Enumerable.Range(0, 30).Reverse(), receiver.Requests.Select(r => Head(r).GetProperty("queue_depth").GetInt32()));
        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
    }

    [Fact]
    public async Task Nothing_passes_what_is_spilled_though_there_is_room()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, depth: 10);
        host.Publish(Numbered(1..12, webhook.Id));

        await host.Recovery.Cancel([1, 2, 3, 4, 5], webhook.Id);
        host.Publish(Numbered(13..13, webhook.Id));
        Assert.Equal([11, 12, 13], host.Spilled(webhook.Id));

        // Below half of its depth all comes back that has room, and the next is an ordinary one again.
        await host.Recovery.Cancel([6], webhook.Id);
        host.Publish(Numbered(14..14, webhook.Id));
        Assert.Empty(host.Spilled(webhook.Id));
        Assert.Equal([7, 8, 9, 10, 11, 12, 13, 14], Waiting(host));
    }

    [Fact]
    public async Task It_comes_back_piece_by_piece_and_never_beyond_the_depth()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, depth: 10);
        host.Publish(Numbered(1..100, webhook.Id));

        await host.Recovery.Cancel([1, 2, 3, 4, 5, 6], webhook.Id);
        Assert.Equal(10, Waiting(host).Count);
        Assert.Equal(84, host.Spilled(webhook.Id).Count);

        host.Store(webhook with { MaxDepth = 2_000 });
        Assert.Equal(94, Waiting(host).Count);
        Assert.Empty(host.Spilled(webhook.Id));
    }

    [Fact]
    public async Task What_a_healthy_endpoint_refuses_for_days_does_not_keep_the_others_on_disk()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.MaxDepth, s.MaxInFlight) = (6, 1));
        receiver.Script = r => new ReceiverAnswer(Number(r) % 2 == 1 ? 422 : 200);

        for (var number = 1; number <= 20; number++)
        {
            host.Publish(RelayHost.Numbered(number, "vehicle" + number, webhook.Id));
            await host.UntilAttemptsAsync(1, index: number - 1);
        }

        Assert.Equal(10, host.Deliveries().Count(d => d.State == DeliveryState.Delivered));
        Assert.Empty(host.Spilled(webhook.Id));
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_stopped()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.MaxDepth, s.MaxInFlight, s.Hold) = (4, 1, HoldReason.User));
        host.Publish(Numbered(1..10, webhook.Id));

        await host.RestartAsync();
        host.Publish(Numbered(11..12, webhook.Id));
        Assert.Equal((12, 8), (host.Dispatcher.Depth(webhook.Id).Waiting, host.Dispatcher.Depth(webhook.Id).Spilled));

        await host.RestartAsync(s => s with { Hold = HoldReason.None });
        await host.UntilAsync(DeliveryState.Delivered, 12);
        Assert.Equal(Enumerable.Range(1, 12), receiver.Requests.Select(Number));
    }

    [Fact]
    public async Task A_start_brings_back_what_has_room_though_nothing_happens()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, depth: 4);
        host.Publish(Numbered(1..8, webhook.Id));

        await host.RestartAsync(s => s with { MaxDepth = 100 });

        Assert.Equal(8, Waiting(host).Count);
        Assert.Empty(host.Spilled(webhook.Id));
    }

    [Fact]
    public async Task A_commit_that_fails_spills_nothing()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, depth: 2);
        host.Publish(Numbered(1..2, webhook.Id));

        Assert.Throws<InvalidOperationException>(() => host.Writer.InTransaction(() =>
        {
            Array.ForEach(Numbered(3..5, webhook.Id), m => host.Outbox.Add(host.Writer, m));
            throw new InvalidOperationException("the disk is full");
        }));
        host.Outbox.RolledBack();
        Assert.Equal(2, host.Dispatcher.Depth(webhook.Id).Waiting);

        host.Publish(Numbered(3..3, webhook.Id));
        Assert.Equal([3], host.Spilled(webhook.Id));
        Assert.Equal((3, 1), (host.Dispatcher.Depth(webhook.Id).Waiting, host.Dispatcher.Depth(webhook.Id).Spilled));
    }

    [Fact]
    public async Task What_could_not_be_brought_back_is_tried_again()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, depth: 4);
        host.Publish(Numbered(1..8, webhook.Id));
        host.Writer.Failure = new InvalidOperationException("the disk is full");
        host.Book.Changed(webhook with { MaxDepth = 100 });
        await host.Writer.FailedAsync();
        Assert.Equal(4, host.Spilled(webhook.Id).Count);

        host.Writer.Failure = null;
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        await host.Writer.UntilAsync(() => host.Spilled(webhook.Id).Count == 0);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Waiting(host));
    }

    [Fact]
    public async Task A_spilled_event_is_kept_however_old()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.MaxDepth, s.Hold) = (2, HoldReason.User));
        host.Publish([.. Numbered(1..4, webhook.Id), RelayHost.Message("nobody's")]);
        host.Clock.Advance(TimeSpan.FromDays(400));
        host.Publish(RelayHost.Message("nobody's"));

        Assert.Equal(1, await host.SweepAsync(mostBytes: 1));
        Assert.Equal([1, 2, 3, 4, 6], host.Events());

        host.Store(webhook with { Hold = HoldReason.None });
        await host.UntilAsync(DeliveryState.Delivered, 4);
        host.Clock.Advance(TimeSpan.FromDays(31));
        await host.SweepAsync();
        Assert.Equal([4, 6], host.Events()); // of each kind the newest
    }

    [Fact]
    public async Task What_is_spilled_for_a_deleted_webhook_is_cancelled_and_stays_listed()
    {
        await using var host = await RelayHost.StartAsync();
        var (told, untold) = (Paused(host, depth: 2), Paused(host, depth: 2));
        host.Publish(Numbered(1..2_000, told.Id, untold.Id));

        host.Unsubscribe(told);
        host.Unstore(untold);
        await host.RestartAsync();

        await host.Writer.UntilAsync(() => host.Spilled(untold.Id).Count == 0 && Waiting(host).Count == 0);
        Assert.Empty(host.Spilled(told.Id));
        Assert.All(host.Deliveries(), d => Assert.Equal((DeliveryState.Cancelled, true), (d.State, d.FinishedMs is not null)));
        Assert.Equal([2_000, 2_000], host.Deliveries().GroupBy(d => d.WebhookId).Select(g => g.Select(d => d.EventRow).Distinct().Count()));
        await host.RestartAsync();
        Assert.Equal(0, host.Dispatcher.Depth(told.Id).Waiting);
    }

    [Fact]
    public async Task Spilled_events_that_are_given_up_are_cancelled_deliveries_which_can_be_sent_later()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.MaxDepth, s.Hold) = (2, HoldReason.User));
        host.Publish(Numbered(1..6, webhook.Id));

        Assert.Equal(2, await host.Recovery.CancelSpilled([1, 4, 5, 99], webhook.Id));
        Assert.Equal(0, await host.Recovery.CancelSpilled([4, 5], webhook.Id));
        Assert.Equal((4, 2), (host.Dispatcher.Depth(webhook.Id).Waiting, host.Dispatcher.Depth(webhook.Id).Spilled));
        host.Store(webhook with { Hold = HoldReason.None });
        await host.UntilAsync(DeliveryState.Delivered, 4);
        Assert.Equal([1, 2, 3, 6], receiver.Requests.Select(Number).Order());

        await host.Recovery.Resend([.. host.Deliveries().Where(d => d.State == DeliveryState.Cancelled).Select(d => d.Id)]);
        await host.UntilAsync(DeliveryState.Delivered, 6);
        Assert.Equal([1, 2, 3, 4, 5, 6], receiver.Requests.Select(Number).Order());
    }

    [Fact]
    public async Task What_is_asked_for_by_hand_passes_what_is_spilled_and_no_event_is_sent_twice()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.MaxDepth = 2);
        host.Publish(Numbered(1..1, webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);
        host.Publish(RelayHost.Numbered(2, "missed"));
        host.Store(webhook with { Hold = HoldReason.User });
        host.Publish(Numbered(3..6, webhook.Id));
        Assert.Equal([5, 6], host.Spilled(webhook.Id));

        Assert.Single(await host.Recovery.Resend([1]));
        Assert.Equal(0, await host.Recovery.Backfill([5, 6], webhook.Id));
        Assert.Equal(1, await host.Recovery.Backfill([2], webhook.Id));
        host.Publish(RelayHost.Message("test", webhook.Id) with { Origin = DeliveryOrigin.Test });

        Assert.Equal([5, 6], host.Spilled(webhook.Id));
        Assert.Equal(
            [DeliveryOrigin.Resend, DeliveryOrigin.Backfill, DeliveryOrigin.Test],
            host.Deliveries().Skip(3).Select(d => d.Origin));
        host.Store(webhook with { Hold = HoldReason.None });
        for (var round = 0; round < 10 && host.Dispatcher.Depth(webhook.Id).Waiting > 0; round++)
        {
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        await host.UntilAsync(DeliveryState.Delivered, 8);
        Assert.Equal(7, host.Deliveries().Select(d => d.EventRow).Distinct().Count());
    }

    [Fact]
    public async Task Notices_and_ages_count_what_is_spilled()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host, depth: 10);
        host.Publish(Numbered(1..10, webhook.Id));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var spilledMs = host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        host.Publish(Numbered(11..40, webhook.Id));
        await host.WatchAsync();
        host.Clock.Advance(LimitWatch.Period);
        Assert.Equal(40, host.Notices().Last(n => n.Kind == LimitKind.QueueDepth).Measured);

        // Its deliveries end, and nothing can come back at the moment.
        host.Writer.Failure = new InvalidOperationException("the disk is full");
        host.Dispatcher.Drop(webhook.Id, host.Deliveries().Select(d => d.Id).ToHashSet());
        host.Writer.Failure = null;
        host.Writer.InTransaction(() =>
        {
            using var finish = host.Writer.Connection.CreateCommand();
            finish.CommandText = "UPDATE delivery SET state = 4";
            finish.ExecuteNonQuery();
        });

        var depth = host.Dispatcher.Depth(webhook.Id);
        Assert.Equal((30, 30, spilledMs), (depth.Waiting, depth.Spilled, depth.OldestEnqueuedMs));
    }

    [Fact]
    public async Task What_comes_back_is_coalesced_and_expires_like_all_that_waits()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var newest = host.Subscribe(receiver.Url, s => (s.MaxDepth, s.Coalesce, s.Hold) = (10, true, HoldReason.User));
        var young = host.Subscribe(Nowhere, s => (s.MaxDepth, s.MaxAgeSeconds, s.Hold) = (10, 60, HoldReason.User));
        host.Publish([.. Numbered(1..50, newest.Id, young.Id).Select(m => m with { OrderingKey = "a", ReplaceKey = "place" })]);
        host.Clock.Advance(TimeSpan.FromMinutes(5));

        host.Store(newest with { Hold = HoldReason.None });
        host.Store(young with { Hold = HoldReason.None });

        await host.UntilAsync(DeliveryState.Expired, 50);
        await host.Writer.UntilAsync(() => host.Deliveries().Count(d => d.WebhookId == newest.Id && d.FinishedMs is not null) == 50);
        Assert.Equal(50, Number(receiver.Requests[^1]));
        Assert.InRange(receiver.Count, 1, 11); // the newest of each piece, which may have gone before the next one came
        Assert.Equal(0, host.Dispatcher.Depth(young.Id).Waiting + host.Dispatcher.Depth(newest.Id).Waiting);
    }

    [Fact]
    public void Whatever_fails_spills_and_starts_again_each_event_arrives_once_and_in_order_of_its_key() => Laws.ForEverySeed(4, 500, seed =>
    {
        // Not on the test's own few threads: one of them waits here, and another law's waits on the other.
        Task.Run(() => Law(new Random(seed))).GetAwaiter().GetResult();
    });

    private static async Task Law(Random luck)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var dice = new Random(luck.Next());
        var accepted = new Dictionary<string, List<int>>();
        receiver.Script = request =>
        {
            lock (dice)
            {
                if (dice.Next(4) == 0)
                {
                    return new ReceiverAnswer(500);
                }

                var key = Head(request).GetProperty("ref_id").GetString()!;
                var numbers = accepted.TryGetValue(key, out var known) ? known : accepted[key] = [];
                // A request that is open when the clock is moved times out, and comes again at once; a second delivery would have a number of its own.
                if (numbers.LastOrDefault(-1) != Number(request))
                {
                    numbers.Add(Number(request));
                }

                return new ReceiverAnswer(200);
            }
        };
        await using var host = await RelayHost.StartAsync(new RelaySettings { ReadyWindow = luck.Next(4, 20) });
        var webhook = host.Subscribe(receiver.Url, s => (s.OnFailure, s.MaxDepth) = (FailureMode.Block, luck.Next(2, 20)));
        var sent = new Dictionary<string, List<int>>();
        for (var (next, most) = (0, 120); next < most;)
        {
            var batch = Enumerable.Range(next, luck.Next(1, 30)).Select(n => RelayHost.Numbered(n, "k" + luck.Next(5), webhook.Id)).ToArray();
            foreach (var message in batch)
            {
                (sent.TryGetValue(message.OrderingKey, out var numbers) ? numbers : sent[message.OrderingKey] = []).Add(next++);
            }

            host.Publish(batch);
            switch (luck.Next(5))
            {
                case 0:
                    await host.RestartAsync();
                    break;
                case 1:
                    await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
                    host.Clock.Advance(TimeSpan.FromHours(1));
                    break;
                case 2:
                    host.Store(host.Stored(webhook.Id) with { Hold = HoldReason.User });
                    break;
                case 3:
                    host.Store(host.Stored(webhook.Id) with { Hold = HoldReason.None, MaxDepth = luck.Next(2, 20) });
                    break;
                default:
                    break; // the next batch comes at once
            }
        }

        host.Store(host.Stored(webhook.Id) with { Hold = HoldReason.None });
        for (var round = 0; host.Dispatcher.Depth(webhook.Id).Waiting > 0; round++)
        {
            Assert.True(round < 500, "it does not end");
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        await host.Dispatcher.DrainOutcomesAsync();
        Assert.Empty(host.Spilled(webhook.Id));
        Assert.Equal(sent.Count, accepted.Count);
        Assert.All(sent, key => Assert.Equal(key.Value, accepted[key.Key]));
        Assert.Equal(Enumerable.Range(1, host.Events().Count).Select(n => (long)n), host.Deliveries().Select(d => d.Sequence));
        Assert.All(host.Deliveries(), d => Assert.Equal(DeliveryState.Delivered, d.State));
    }

    private static Subscription Paused(RelayHost host, int depth) =>
        host.Subscribe(Nowhere, s => (s.MaxDepth, s.Hold) = (depth, HoldReason.User));

    private static OutboxMessage[] Numbered(Range numbers, params long[] webhooks) =>
    [
        .. Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value + 1).Select(n => RelayHost.Numbered(n, "key" + (n % 7), webhooks)),
    ];

    /// <summary>Events of the deliveries that wait.</summary>
    private static List<long> Waiting(RelayHost host) =>
        [.. host.Deliveries().Where(d => d.State < DeliveryState.Delivered).Select(d => d.EventRow)];

    private static JsonElement Head(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("head");

    private static int Number(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("n").GetInt32();
}

using System.Text;
using System.Text.Json;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

/// <summary>Several messages in one request.</summary>
public sealed class BatchTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Messages_of_all_keys_go_in_one_array_signed_as_it_is_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        OutboxMessage[] messages = [Numbered(1, "a", webhook), Numbered(2, "b", webhook), Numbered(3, "a", webhook)];

        host.Publish(messages);
        host.Clock.Advance(Wait);

        var request = Assert.Single(await receiver.WaitForAsync(1));
        await host.UntilAsync(DeliveryState.Delivered, 3);
        Golden.Match(request.Text + "\n", "batch.json");
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(("opened", "3"), (request.Header("EdgeRelay-Event"), request.Header("EdgeRelay-Batch-Size")));
        Assert.Equal(("1", "3"), (request.Header("EdgeRelay-Sequence"), request.Header("EdgeRelay-Sequence-Last")));
        Assert.Equal(IdOf(messages), request.Header("webhook-id"));
        Assert.All(host.Deliveries(), d => Assert.Equal(request.Header("webhook-id"), new Guid(d.BatchId!, bigEndian: true).ToString()));
        var key = SigningSecret.KeyFor(SignatureScheme.Standard, RelayHost.Secret)!;
        var signed = Encoding.UTF8.GetBytes($"{request.Header("webhook-id")}.{request.Header("webhook-timestamp")}.{request.Text}");
        Assert.Equal("v1," + RequestSigner.Compute(SignatureScheme.Standard, key, signed), request.Header("webhook-signature"));
    }

    [Fact]
    public async Task What_has_no_company_waits_for_it_and_then_goes_as_an_array_of_one()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);

        host.Publish(Numbered(1, "a", webhook));
        host.Clock.Advance(Wait - TimeSpan.FromMilliseconds(1));
        await host.Dispatcher.RestAsync();
        Assert.Equal(0, receiver.Count);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal([1], NumbersOf(Assert.Single(receiver.Requests)));
    }

    [Fact]
    public async Task A_full_batch_does_not_wait()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.MaxInFlight) = (4, 1));

        host.Publish([.. Enumerable.Range(0, 10).Select(i => Numbered(i, "k" + i, webhook))]);

        await host.UntilAsync(DeliveryState.Delivered, 8);
        await host.Dispatcher.RestAsync();
        Assert.Equal([4, 4], receiver.Requests.Select(r => NumbersOf(r).Length));
        host.Clock.Advance(Wait);
        await host.UntilAsync(DeliveryState.Delivered, 10);
        Assert.Equal([8, 9], NumbersOf(receiver.Requests[2]));
    }

    [Fact]
    public async Task A_body_that_would_be_too_large_closes_the_batch_and_one_that_is_by_itself_fails_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.MaxInFlight) = (10, 1));
        OutboxMessage Sized(int number, int kilobytes) => RelayHost.Message("k" + number, webhook.Id) with
        {
            Data = Encoding.UTF8.GetBytes($$"""{"n":{{number}},"text":"{{new string('x', kilobytes * 1024)}}"}"""),
        };

        host.Publish(Sized(1, 100), Sized(2, 100), Sized(3, 100), Sized(4, 300), Sized(5, 1));
        host.Clock.Advance(Wait);

        await host.UntilAsync(DeliveryState.Delivered, 4);
        await host.UntilAsync(DeliveryState.Failed);
        Assert.Equal([[1, 2], [3], [5]], receiver.Requests.Select(NumbersOf));
        Assert.Contains("more than 262144", host.Deliveries()[3].LastReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_failed_comes_again_with_the_same_members_and_counts_for_each()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "b", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);

        host.Publish(Numbered(3, "a", webhook), Numbered(4, "c", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal([4], NumbersOf(receiver.Requests[1]));
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        await host.UntilAsync(DeliveryState.Delivered, 4);
        Assert.Equal([[1, 2], [4], [1, 2], [3]], receiver.Requests.Select(NumbersOf));
        Assert.Equal(receiver.Requests[0].Header("webhook-id"), receiver.Requests[2].Header("webhook-id"));
        Assert.Equal("2", receiver.Requests[2].Header("EdgeRelay-Attempt"));
        Assert.Equal([2, 2, 1, 1], host.Deliveries().Select(d => d.Attempts));
        var log = await host.StopAndReadLogAsync();
        Assert.Equal([1, 2, 4, 1, 2, 3], log.Select(a => a.DeliveryId));
        Assert.Equal(log[3].RequestSha256, log[4].RequestSha256);
        Assert.Contains("EdgeRelay-Batch-Size: 2\n", log[4].RequestHeaders, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_between_the_request_and_its_outcome_repeats_the_same_batch()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(200, HoldBack: new TaskCompletionSource().Task);
        await using var host = await RelayHost.StartAsync(new RelaySettings { StopSeconds = 0 });
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "b", webhook));
        host.Clock.Advance(Wait);
        await receiver.WaitForAsync(1);
        host.Publish(Numbered(3, "a", webhook), Numbered(4, "c", webhook));
        receiver.Script = _ => new ReceiverAnswer(200);

        await host.RestartAndRestAsync();
        host.Clock.Advance(Wait);

        await host.UntilAsync(DeliveryState.Delivered, 4);
        Assert.Equal([[1, 2], [1, 2], [3, 4]], receiver.Requests.Select(NumbersOf).OrderBy(n => n[0]));
        Assert.Single(receiver.Requests.Where(r => NumbersOf(r)[0] == 1).Select(r => r.Header("webhook-id")).Distinct());
    }

    [Fact]
    public async Task A_batch_whose_members_could_not_be_written_down_is_not_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook));
        host.Writer.Failure = new IOException("the disk is full");
        host.Clock.Advance(Wait);
        await host.Writer.FailedAsync();
        await host.Dispatcher.RestAsync();
        Assert.Equal(0, receiver.Count);
        host.Writer.Failure = null;

        host.Clock.Advance(TimeSpan.FromSeconds(1));

        await host.UntilAsync(DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_cancelled_member_leaves_and_the_others_are_a_batch_of_their_own()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        OutboxMessage[] messages = [Numbered(1, "a", webhook), Numbered(2, "b", webhook), Numbered(3, "c", webhook)];
        host.Publish(messages);
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);

        Assert.Equal(1, await host.Recovery.Cancel([1], webhook.Id));
        await host.RestartAndRestAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        await host.UntilAsync(DeliveryState.Delivered, 2);
        Assert.Equal([2, 3], NumbersOf(receiver.Requests[1]));
        Assert.Equal(IdOf(messages[1..]), receiver.Requests[1].Header("webhook-id"));
        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
    }

    [Fact]
    public async Task A_batch_of_which_all_were_cancelled_lets_its_keys_go_on()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "b", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);
        host.Publish(Numbered(3, "a", webhook));

        await host.Recovery.Cancel([1, 2], webhook.Id);
        host.Clock.Advance(Wait);

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal([3], NumbersOf(receiver.Requests[1]));
    }

    [Fact]
    public async Task When_batching_is_switched_off_what_failed_goes_singly_in_its_order()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "a", webhook), Numbered(3, "b", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        host.Publish(Numbered(4, "a", webhook));
        receiver.Script = _ => new ReceiverAnswer(200);

        host.Store(webhook with { BatchMax = null, Version = 2 });
        await host.Writer.UntilAsync(() => host.Deliveries().All(d => d.BatchId is null));
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        await host.UntilAsync(DeliveryState.Delivered, 4);
        var singles = receiver.Requests.Skip(1).Select(r => JsonDocument.Parse(r.Text).RootElement).ToList();
        Assert.All(singles, s => Assert.Equal(JsonValueKind.Object, s.ValueKind));
        Assert.Equal([1, 2, 4], singles.Where(s => s.GetProperty("head").GetProperty("ref_id").GetString() == "a").Select(NumberOf));
    }

    [Fact]
    public async Task Batches_of_a_webhook_that_has_none_any_more_go_singly_after_a_restart()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "a", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);

        await host.RestartAndRestAsync(subscription => subscription with { BatchMax = null, Version = 2 });
        host.Clock.Advance(TimeSpan.FromSeconds(5));

        await host.UntilAsync(DeliveryState.Delivered, 2);
        Assert.Equal([1, 2], receiver.Requests.Skip(1).Select(r => NumberOf(JsonDocument.Parse(r.Text).RootElement)));
    }

    [Fact]
    public async Task Keys_go_on_without_a_batch_that_always_fails_and_it_keeps_its_members()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(NumbersOf(r)[0] == 13 ? 422 : 200);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.OnFailure, s.SkipAfter) = (10, FailureMode.SkipAfter, 2));
        host.Publish(Numbered(13, "a", webhook), Numbered(14, "b", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        host.Publish(Numbered(15, "a", webhook));
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await host.UntilAsync(DeliveryState.Delivered);

        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.UntilAttemptsAsync(3);

        Assert.Equal([[13, 14], [13, 14], [15], [13, 14]], receiver.Requests.Select(NumbersOf));
        Assert.Equal("true", receiver.Requests[^1].Header("EdgeRelay-Out-Of-Order"));
        await host.RestartAndRestAsync();
        host.Publish(Numbered(16, "a", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAsync(DeliveryState.Delivered, 2);
        Assert.Equal([16], NumbersOf(receiver.Requests[^1]));
    }

    [Fact]
    public async Task Of_two_batches_of_a_key_that_wait_after_a_restart_the_later_one_holds_the_key()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(422);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.OnFailure, s.SkipAfter) = (10, FailureMode.SkipAfter, 2));
        host.Publish(Numbered(13, "a", webhook), Numbered(14, "b", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        host.Publish(Numbered(15, "a", webhook));
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await host.UntilAttemptsAsync(1, index: 2);

        await host.RestartAndRestAsync();
        receiver.Script = r => new ReceiverAnswer(NumbersOf(r)[0] == 13 ? 422 : 200);
        host.Publish(Numbered(16, "a", webhook));
        host.Clock.Advance(Wait);
        await host.Dispatcher.RestAsync();
        Assert.Equal(3, receiver.Count);
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        await host.UntilAsync(DeliveryState.Delivered, 2);
        await host.UntilAttemptsAsync(3);
        Assert.Equal([15, 16], receiver.Requests.Skip(3).Select(r => NumbersOf(r)[0]).Where(n => n > 13));
        Assert.Equal("true", receiver.Requests.Last(r => NumbersOf(r)[0] == 13).Header("EdgeRelay-Out-Of-Order"));
    }

    [Fact]
    public async Task A_batch_that_was_tried_expires_only_when_its_youngest_is_too_old()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(429, new() { ["Retry-After"] = "100" });
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.BatchWaitMs, s.MaxAgeSeconds) = (10, 60_000, 150));
        host.Publish(Numbered(1, "a", webhook));
        host.Clock.Advance(TimeSpan.FromSeconds(59));
        host.Publish(Numbered(2, "b", webhook));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAttemptsAsync(1);

        host.Clock.Advance(TimeSpan.FromSeconds(100));
        await host.UntilAttemptsAsync(2);
        Assert.Equal([1, 2], NumbersOf(receiver.Requests[1]));
        host.Clock.Advance(TimeSpan.FromSeconds(600));

        await host.UntilAsync(DeliveryState.Expired, 2);
    }

    [Fact]
    public async Task A_member_whose_event_is_gone_fails_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync(new RelaySettings { BodyMegabytesInMemory = 0 });
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "a", webhook), Numbered(3, "a", webhook));
        host.Writer.InTransaction(() =>
        {
            using var command = host.Writer.Connection.CreateCommand();
            command.CommandText = "DELETE FROM event WHERE id = 2";
            command.ExecuteNonQuery();
        });

        host.Clock.Advance(Wait);

        await host.UntilAsync(DeliveryState.Delivered, 2);
        Assert.Equal([[1], [3]], receiver.Requests.Select(NumbersOf));
        Assert.Equal((DeliveryState.Failed, "the event is no longer stored"), (host.Deliveries()[1].State, host.Deliveries()[1].LastReason));
    }

    [Fact]
    public async Task The_rate_counts_requests_and_not_messages()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.RatePerSecond) = (5, 1));

        host.Publish([.. Enumerable.Range(0, 10).Select(i => Numbered(i, "k" + i, webhook))]);

        await host.UntilAsync(DeliveryState.Delivered, 5);
        Assert.Equal(1, receiver.Count);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(DeliveryState.Delivered, 10);
    }

    [Fact]
    public async Task What_waits_for_company_is_replaced_by_a_newer_one_and_what_was_tried_is_not()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.Coalesce) = (10, true));
        OutboxMessage Place(int number) => Numbered(number, "a", webhook) with { ReplaceKey = "place" };
        host.Publish(Place(1), Place(2));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1, index: 1);
        receiver.Script = _ => new ReceiverAnswer(200);

        host.Publish(Place(3));
        host.Publish(Place(4));
        host.Clock.Advance(TimeSpan.FromSeconds(10));

        await host.UntilAsync(DeliveryState.Delivered, 2);
        Assert.Equal([[2], [2], [4]], receiver.Requests.Select(NumbersOf));
        Assert.Equal([1, 3], host.Deliveries().Where(d => d.State == DeliveryState.Superseded).Select(d => d.Id));
    }

    [Fact]
    public async Task One_sent_again_by_hand_does_not_wait_and_is_an_array_of_one()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "a", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAsync(DeliveryState.Delivered, 2);

        await host.Recovery.Resend([2]);

        await host.UntilAsync(DeliveryState.Delivered, 3);
        Assert.Equal([2], NumbersOf(receiver.Requests[1]));
        Assert.Equal("true", receiver.Requests[1].Header("EdgeRelay-Resend"));
    }

    [Fact]
    public async Task One_that_waits_for_company_can_be_sent_now_and_one_of_a_batch_takes_the_batch_along()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, Batching);
        host.Publish(Numbered(1, "a", webhook), Numbered(2, "b", webhook));
        host.Clock.Advance(Wait);
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);
        host.Publish(Numbered(3, "c", webhook), Numbered(4, "d", webhook));

        await host.Recovery.SendNow(2, webhook.Id);
        await host.Recovery.SendNow(3, webhook.Id);

        await host.UntilAsync(DeliveryState.Delivered, 3);
        Assert.Equal([[1, 2], [3]], receiver.Requests.Skip(1).Select(NumbersOf).OrderBy(n => n[0]));
    }

    [Theory]
    [InlineData(BodyProfile.Standard, "application/json", """[{"type":"opened","timestamp":"2015-12-15T20:20:18.000Z","data":{"n":1}},{"type":"closed","timestamp":"2015-12-15T20:20:18.000Z","data":{"n":2}}]""")]
    [InlineData(BodyProfile.Cloudevents, "application/cloudevents-batch+json", null)]
    public async Task Each_envelope_is_as_it_is_singly(BodyProfile profile, string mediaType, string? body)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.BatchMax, s.Profile) = (2, profile));
        OutboxMessage[] messages = [Numbered(1, "a", webhook), Numbered(2, "b", webhook) with { Type = "closed" }];

        host.Publish(messages);

        var request = Assert.Single(await receiver.WaitForAsync(1));
        Assert.Equal((mediaType, "batch"), (request.Header("Content-Type"), request.Header("EdgeRelay-Event")));
        Assert.Equal(
            body ?? $$"""[{{CloudEvent(messages[0], 1)}},{{CloudEvent(messages[1], 2)}}]""",
            request.Text);
    }

    [Fact]
    public void Whatever_fails_and_restarts_keys_keep_their_order_and_batches_their_members() => Laws.ForEverySeed(4, 500, seed =>
    {
        // Not on the test's own few threads: one of them waits here, and another law's waits on the other.
        Task.Run(() => Law(new Random(seed))).GetAwaiter().GetResult();
    });

    private static async Task Law(Random luck)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (dice, hangs) = (new Random(luck.Next()), false);
        receiver.Script = _ =>
        {
            lock (dice)
            {
                return hangs ? new ReceiverAnswer(200, HoldBack: new TaskCompletionSource().Task) : new ReceiverAnswer(dice.Next(3) == 0 ? 500 : 200);
            }
        };
        await using var host = await RelayHost.StartAsync(new RelaySettings { StopSeconds = 0 });
        var (most, wait) = (luck.Next(2, 9), luck.Next(0, 3_000));
        var webhook = host.Subscribe(
            receiver.Url, s => (s.BatchMax, s.BatchWaitMs, s.OnFailure, s.MaxInFlight) = (most, wait, FailureMode.Block, luck.Next(1, 5)));
        var sent = Enumerable.Range(0, 60).Select(i => Numbered(i, "k" + luck.Next(5), webhook)).ToList();
        for (var next = 0; next < sent.Count;)
        {
            var some = sent.Skip(next).Take(luck.Next(1, 12)).ToArray();
            next += some.Length;
            hangs = luck.Next(4) == 0;
            var before = receiver.Count;
            host.Publish(some);
            host.Clock.Advance(TimeSpan.FromMilliseconds(luck.Next(3_000)));
            if (hangs)
            {
                // A request may be open or not when the process ends: what is sent is sent by then.
                await Task.WhenAny(receiver.WaitForAsync(before + 1), host.Dispatcher.RestAsync());
                await host.RestartAsync(subscription =>
                {
                    hangs = false; // what the next process sends is answered
                    return subscription;
                });
            }
        }

        for (var round = 0; host.Deliveries().Any(d => d.State != DeliveryState.Delivered); round++)
        {
            Assert.True(round < 300, "it does not end");
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            host.Clock.Advance(TimeSpan.FromHours(12));
        }

        var items = receiver.Requests.SelectMany(r => Items(r).Select(i => (Id: r.Header("webhook-id"), Key: KeyOf(i), Number: NumberOf(i)))).ToList();
        Assert.Equal(Enumerable.Range(0, sent.Count), items.Select(i => i.Number).Distinct().Order());
        Assert.All(items.GroupBy(i => i.Number), one => Assert.Single(one.Select(i => i.Id).Distinct()));
        Assert.All(receiver.Requests.GroupBy(r => r.Header("webhook-id")), same => Assert.Single(same.Select(r => string.Join(',', NumbersOf(r))).Distinct()));
        Assert.All(receiver.Requests, r => Assert.InRange(NumbersOf(r).Length, 1, most));
        foreach (var key in items.GroupBy(i => i.Key))
        {
            Assert.Equal(key.Select(i => i.Number).Distinct().Order(), key.Select(i => i.Number).Distinct());
        }

        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
    }

    private static void Batching(Subscription subscription) => subscription.BatchMax = 10;

    private static OutboxMessage Numbered(int number, string key, Subscription webhook) =>
        RelayHost.Numbered(number, key, webhook.Id) with { Id = new Guid(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]) };

    private static string IdOf(params OutboxMessage[] members) =>
        MessageId.OfBatch(new OneOrMany<QueuedDelivery>([.. members.Select(m => new QueuedDelivery
        {
            Id = 1,
            WebhookId = 1,
            EventRow = 1,
            EventId = m.Id,
            OrderingKey = m.OrderingKey,
            Type = m.Type,
            Origin = DeliveryOrigin.Live,
            Sequence = 1,
            EnqueuedMs = 0,
            OccurredMs = 0,
        })])).ToString();

    private static string CloudEvent(OutboxMessage message, int sequence) =>
        $$"""{"specversion":"1.0","id":"{{message.Id}}","source":"/accounts/123456","type":"com.edgerelay.{{message.Type}}.v1","subject":"{{message.OrderingKey}}","time":"2015-12-15T20:20:18.000Z","sequence":"{{sequence}}","datacontenttype":"application/json","data":{{Encoding.UTF8.GetString(message.Data.Span)}}}""";

    private static JsonElement.ArrayEnumerator Items(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement.EnumerateArray();

    private static int[] NumbersOf(ReceivedRequest request) => [.. Items(request).Select(NumberOf)];

    private static int NumberOf(JsonElement item) => item.GetProperty("data").GetProperty("n").GetInt32();

    private static string KeyOf(JsonElement item) => item.GetProperty("head").GetProperty("ref_id").GetString()!;
}

using System.Text.Json;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

public sealed class DispatchTests
{
    [Fact]
    public async Task A_committed_message_arrives_with_head_data_and_headers()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        var message = RelayHost.Message("CA1234567", webhook.Id);

        Assert.True(host.Publish(message));

        var request = Assert.Single(await receiver.WaitForAsync(1));
        Assert.Equal("POST", request.Method);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(message.Id.ToString(), request.Header("webhook-id"));
        Assert.Equal("opened", request.Header("EdgeRelay-Event"));
        Assert.Equal("1", request.Header("EdgeRelay-Attempt"));
        Assert.Equal("1", request.Header("EdgeRelay-Sequence"));
        Assert.StartsWith("EdgeRelay/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal(
            $$$"""{"head":{"account_id":123456,"username":"testusername","ref_id":"CA1234567","type":"opened","webhook_id":{{{webhook.Id}}},"retry_count":0,"queue_depth":0,"enqueue_time":1767600000,"request_time":1767600000},"data":{"n":1}}""",
            request.Text);
        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal(200, host.Deliveries()[0].LastStatus);
        Assert.Equal(0, host.Dispatcher.Depth(webhook.Id).Waiting);
    }

    [Fact]
    public async Task An_event_stored_twice_makes_one_delivery()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        var message = RelayHost.Message("a", webhook.Id);

        Assert.True(host.Publish(message));
        Assert.False(host.Publish(message));
        host.Publish(RelayHost.Message("a", webhook.Id));

        await host.UntilAsync(DeliveryState.Delivered, 2);
        Assert.Equal([1L, 2L], host.Deliveries().Select(d => d.Sequence));
    }

    [Fact]
    public async Task What_was_rolled_back_leaves_no_gap_in_the_sequence()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id));

        Assert.Throws<InvalidOperationException>(() => host.Writer.InTransaction(() =>
        {
            host.Outbox.Add(host.Writer, RelayHost.Message("a", webhook.Id));
            throw new InvalidOperationException("the transaction fails");
        }));
        host.Outbox.RolledBack();
        host.Publish(RelayHost.Message("a", webhook.Id));

        await host.UntilAsync(DeliveryState.Delivered, 2);
        Assert.Equal([1L, 2L], host.Deliveries().Select(d => d.Sequence));
        Assert.Equal(2, receiver.Requests.Count);
    }

    [Fact]
    public async Task Crm_attempts_come_at_0_5_and_15_minutes_and_never_a_fourth()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Retry = RetryPreset.Crm);

        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAttemptsAsync(1);
        host.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Single(receiver.Requests);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await host.UntilAttemptsAsync(2);
        host.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, receiver.Requests.Count);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await host.UntilAsync(DeliveryState.Failed);
        host.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal(["0", "300", "900"], receiver.Requests.Select(Seconds));
        Assert.Equal([0, 1, 2], receiver.Requests.Select(r => Head(r).GetProperty("retry_count").GetInt32()));
    }

    [Fact]
    public async Task Messages_of_one_key_keep_their_order_while_every_third_request_fails()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var count = 0;
        receiver.Script = _ => new ReceiverAnswer(Interlocked.Increment(ref count) % 3 == 0 ? 500 : 200);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => (s.Retry, s.RetryWaits) = (RetryPreset.Custom, string.Join(',', Enumerable.Repeat(60, 20))));
        var messages = Enumerable.Range(0, 200).Select(i => RelayHost.Numbered(i / 10, "key" + (i % 10), webhook.Id)).ToArray();

        host.Publish(messages);
        for (var round = 0; host.Deliveries().Any(d => d.State != DeliveryState.Delivered); round++)
        {
            Assert.True(round < 300, "it does not end");
            await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            host.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        foreach (var key in receiver.Requests.GroupBy(r => Head(r).GetProperty("ref_id").GetString()))
        {
            Assert.Equal(Enumerable.Range(0, 20), key.Select(Number).Distinct());
        }
    }

    [Fact]
    public async Task A_message_that_always_fails_lets_its_lane_go_on_after_five_attempts()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = r => new ReceiverAnswer(Number(r) == 13 ? 422 : 200);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);

        host.Publish(RelayHost.Numbered(13, "bad", webhook.Id), RelayHost.Numbered(14, "bad", webhook.Id));
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await host.UntilAttemptsAsync(attempt);
            Assert.DoesNotContain(receiver.Requests, r => Number(r) == 14);
            host.Publish(RelayHost.Numbered(1, "good", webhook.Id));
            await host.UntilAsync(DeliveryState.Delivered, attempt);
            host.Clock.Advance(DateTimeOffset.FromUnixTimeMilliseconds(host.Deliveries()[0].DueMs) - host.Clock.GetUtcNow());
        }

        await host.UntilAttemptsAsync(5);
        await host.UntilAsync(DeliveryState.Delivered, 5);
        Assert.Contains(receiver.Requests, r => Number(r) == 14);
        host.Clock.Advance(TimeSpan.FromHours(5));
        await host.UntilAttemptsAsync(6);
        Assert.Equal("true", receiver.Requests[^1].Header("EdgeRelay-Out-Of-Order"));
    }

    [Fact]
    public async Task A_dead_endpoint_does_not_hold_up_the_others()
    {
        await using var hanging = await WebhookReceiver.StartAsync();
        hanging.Script = _ => new ReceiverAnswer(200, HoldBack: Task.Delay(Timeout.Infinite));
        await using var good = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync(new RelaySettings { MaxInFlight = 8, UnhealthySharePercent = 50, StopSeconds = 0 });
        var dead = host.Subscribe(hanging.Url);
        var alive = host.Subscribe(good.Url);

        host.Publish([.. Enumerable.Range(0, 500).Select(i => RelayHost.Numbered(i, "k" + (i % 50), dead.Id, alive.Id))]);

        await good.WaitForAsync(500);
        await host.UntilAsync(DeliveryState.Delivered, 500);
        Assert.Equal(500, host.Dispatcher.Depth(dead.Id).Waiting);
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_stopped()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Numbered(1, "a", webhook.Id), RelayHost.Numbered(2, "a", webhook.Id));
        await host.UntilAttemptsAsync(1);

        await host.RestartAndRestAsync();
        Assert.Equal(2, host.Dispatcher.Depth(webhook.Id).Waiting);
        receiver.Script = _ => new ReceiverAnswer(200);
        host.Publish(RelayHost.Numbered(3, "a", webhook.Id));
        host.Clock.Advance(TimeSpan.FromHours(1));

        await host.UntilAsync(DeliveryState.Delivered, 3);
        Assert.Equal([1, 1, 2, 3], receiver.Requests.Select(Number));
        Assert.Equal([1L, 2L, 3L], host.Deliveries().Select(d => d.Sequence));
    }

    [Fact]
    public async Task What_waits_beyond_the_window_is_read_from_disk_in_order()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var open = new TaskCompletionSource();
        receiver.Script = _ => new ReceiverAnswer(200, HoldBack: open.Task);
        await using var host = await RelayHost.StartAsync(new RelaySettings { ReadyWindow = 10 });
        var webhook = host.Subscribe(receiver.Url, s => s.MaxInFlight = 1);
        host.Publish([.. Enumerable.Range(0, 700).Select(i => RelayHost.Numbered(i, "a", webhook.Id))]);
        await receiver.WaitForAsync(1);
        Assert.Equal(700, host.Dispatcher.Depth(webhook.Id).Waiting);

        open.SetResult();
        host.Publish([.. Enumerable.Range(700, 300).Select(i => RelayHost.Numbered(i, "a", webhook.Id))]);

        await receiver.WaitForAsync(1_000);
        await host.UntilAsync(DeliveryState.Delivered, 1_000);
        Assert.Equal(Enumerable.Range(0, 1_000), receiver.Requests.Select(Number));
    }

    [Fact]
    public async Task A_disabled_endpoint_keeps_its_messages_and_sends_them_when_enabled()
    {
        await using var old = await WebhookReceiver.StartAsync();
        await using var moved = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(old.Url, s => s.Enabled = false);

        host.Publish(RelayHost.Numbered(1, "a", webhook.Id), RelayHost.Numbered(2, "b", webhook.Id));
        Assert.Equal(2, host.Dispatcher.Depth(webhook.Id).Waiting);
        Assert.NotNull(host.Dispatcher.Depth(webhook.Id).OldestEnqueuedMs);
        host.Book.Changed(webhook with { Enabled = true, Url = moved.Url.AbsoluteUri });

        await moved.WaitForAsync(2);
        Assert.Empty(old.Requests);
    }

    [Fact]
    public async Task A_test_message_reaches_an_endpoint_that_is_switched_off()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Enabled = false);

        host.Publish(RelayHost.Numbered(1, "a", webhook.Id), RelayHost.Numbered(2, "a", webhook.Id) with { Origin = DeliveryOrigin.Test });

        var request = Assert.Single(await receiver.WaitForAsync(1));
        Assert.Equal((2, "true"), (Number(request), request.Header("EdgeRelay-Test")));
    }

    [Fact]
    public async Task An_answer_of_410_disables_the_endpoint_and_keeps_the_rest()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(410);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.MaxInFlight = 1);

        host.Publish([.. Enumerable.Range(0, 5).Select(i => RelayHost.Numbered(i, "a", webhook.Id))]);
        await host.UntilAsync(DeliveryState.Failed);

        await host.Writer.UntilAsync(() => host.Stored(webhook.Id).Hold == HoldReason.Gone);
        await host.Dispatcher.RestAsync().WaitAsync(TimeSpan.FromSeconds(20)); // the book is told after the commit
        Assert.Equal(SubscriptionStatus.AutoDisabled, host.Book.Find(webhook.Id)!.StatusWhen(failing: false));
        Assert.Equal(4, host.Deliveries().Count(d => d.State == DeliveryState.Pending));
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_deleted_webhook_cancels_what_waits()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.Enabled = false);
        host.Publish([.. Enumerable.Range(0, 1_200).Select(i => RelayHost.Numbered(i, "a", webhook.Id))]);

        host.Book.Removed(webhook.Id);

        await host.UntilAsync(DeliveryState.Cancelled, 1_200);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task Retry_after_holds_the_whole_endpoint()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(429, new() { ["Retry-After"] = "600" });
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Numbered(1, "a", webhook.Id));
        await host.UntilAttemptsAsync(1);
        receiver.Script = _ => new ReceiverAnswer(200);

        host.Publish(RelayHost.Numbered(2, "b", webhook.Id));
        host.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Single(receiver.Requests);
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        await host.UntilAsync(DeliveryState.Delivered, 2);
    }

    [Fact]
    public async Task A_breaker_tries_one_message_at_a_time_and_recovery_frees_the_rest()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.MaxInFlight = 1);
        host.Publish([.. Enumerable.Range(0, 30).Select(i => RelayHost.Numbered(i, "k" + i, webhook.Id))]);
        await host.Writer.UntilAsync(() => host.Deliveries().Sum(d => d.Attempts) == EndpointHealth.FailingAfter);
        Assert.True(host.Dispatcher.Depth(webhook.Id).Failing);
        Assert.Equal(10, receiver.Requests.Count);

        receiver.Script = _ => new ReceiverAnswer(200);
        host.Clock.Advance(TimeSpan.FromSeconds(30));

        await host.UntilAsync(DeliveryState.Delivered, 30);
        Assert.False(host.Dispatcher.Depth(webhook.Id).Failing);
    }

    [Fact]
    public async Task Outcomes_whose_commit_fails_are_written_later()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Writer.Failure = new IOException("the disk is full");
        host.Publish(RelayHost.Message("a", webhook.Id));
        await receiver.WaitForAsync(1);
        await host.Writer.FailedAsync();
        Assert.Equal(DeliveryState.Pending, host.Deliveries()[0].State);

        host.Writer.Failure = null;
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Single(receiver.Requests);
    }

    private static JsonElement Head(ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement.GetProperty("head");

    private static int Number(ReceivedRequest request) =>
        JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("n").GetInt32();

    private static string Seconds(ReceivedRequest request) =>
        (Head(request).GetProperty("request_time").GetInt64() - new ManualClock().GetUtcNow().ToUnixTimeSeconds())
        .ToString(System.Globalization.CultureInfo.InvariantCulture);
}

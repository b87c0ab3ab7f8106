using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Recovery;

public sealed class ResendTests
{
    [Fact]
    public async Task A_message_that_was_given_up_is_sent_again_under_its_old_id_and_says_so()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(422, new() { ["webhook-delivery"] = "abort-message" });
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        var message = RelayHost.Message("a", webhook.Id);
        host.Publish(message);
        await host.UntilAsync(DeliveryState.Failed);
        receiver.Script = _ => new ReceiverAnswer(200);

        var made = Assert.Single(await host.Recovery.Resend([1]));

        await host.UntilAsync(DeliveryState.Delivered);
        Assert.Equal((2, 1), (made.DeliveryId, made.OfDeliveryId));
        var again = receiver.Requests[1];
        Assert.Equal(message.Id.ToString(), again.Header("webhook-id"));
        Assert.Equal("true", again.Header("EdgeRelay-Resend"));
        Assert.Equal("2", again.Header("EdgeRelay-Sequence"));
        Assert.Contains("\"data\":{\"n\":1}", again.Text, StringComparison.Ordinal);
        Assert.Equal([DeliveryState.Failed, DeliveryState.Delivered], host.Deliveries().Select(d => d.State));
        Assert.Equal(DeliveryOrigin.Resend, host.Deliveries()[1].Origin);
    }

    [Fact]
    public async Task A_resend_has_one_attempt_and_a_replay_has_the_schedule()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);
        receiver.Script = _ => new ReceiverAnswer(500);

        await host.Recovery.Resend([1]);
        await host.UntilAsync(DeliveryState.Failed);
        await host.Recovery.Replay([1]);
        await host.UntilAsync(DeliveryState.Retrying);

        Assert.Equal((1, "answered 500"), (host.Deliveries()[1].Attempts, host.Deliveries()[1].LastReason));
        Assert.Equal(0, host.Deliveries()[1].DueMs);
        Assert.True(host.Deliveries()[2].DueMs > 0);
    }

    [Fact]
    public async Task What_is_under_way_already_is_not_sent_a_third_time()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);
        receiver.Script = _ => new ReceiverAnswer(500);

        Assert.Single(await host.Recovery.Replay([1]));
        Assert.Empty(await host.Recovery.Replay([1]));
        Assert.Empty(await host.Recovery.Resend([1]));
        Assert.Empty(await host.Recovery.Resend([2]));

        host.Unsubscribe(webhook);
        Assert.Empty(await host.Recovery.Resend([1]));
        Assert.Equal(2, host.Deliveries().Count);
    }

    [Fact]
    public async Task A_resend_passes_the_breaker_and_the_messages_that_wait()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.MaxInFlight = 1);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);
        receiver.Script = _ => new ReceiverAnswer(500);
        host.Publish([.. Enumerable.Range(0, 12).Select(i => RelayHost.Numbered(i, "key" + i, webhook.Id))]);
        await host.UntilAsync(DeliveryState.Retrying, 9); // with the success before them nine in ten
        receiver.Script = _ => new ReceiverAnswer(200);

        var before = receiver.Count;
        await host.Recovery.Resend([1]);
        await host.UntilAsync(DeliveryState.Delivered, 2);

        Assert.Equal("true", receiver.Requests[before].Header("EdgeRelay-Resend"));
    }

    [Fact]
    public async Task An_event_that_a_webhook_never_got_is_made_up_for_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var first = host.Subscribe(receiver.Url);
        var late = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Numbered(1, "a", first.Id), RelayHost.Numbered(2, "a", first.Id));
        await host.UntilAsync(DeliveryState.Delivered, 2);

        Assert.Equal(2, await host.Recovery.Backfill(host.Events(), late.Id));
        Assert.Equal(0, await host.Recovery.Backfill(host.Events(), late.Id));

        await host.UntilAsync(DeliveryState.Delivered, 4);
        Assert.Equal([1, 2], receiver.Requests.Skip(2).Select(r => r.Text.Contains("\"n\":1", StringComparison.Ordinal) ? 1 : 2));
        Assert.All(host.Deliveries().Skip(2), d => Assert.Equal(DeliveryOrigin.Backfill, d.Origin));
    }
}

using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Retention;

public sealed class DeliverySweepTests
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(31);

    [Fact]
    public async Task Old_finished_deliveries_go_with_their_events_and_younger_ones_stay()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id), RelayHost.Message("b", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered, 2);
        host.Clock.Advance(Old);
        host.Publish(RelayHost.Message("c", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered, 3);

        var removed = await host.SweepAsync();

        Assert.Equal(4, removed);
        Assert.Equal([3L], host.Deliveries().Select(d => d.Id));
        Assert.Equal([3L], host.Events());
    }

    [Fact]
    public async Task An_unfinished_delivery_stays_with_its_event_however_old()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var held = host.Subscribe(receiver.Url, s => s.Hold = HoldReason.Failing);
        var open = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", held.Id, open.Id), RelayHost.Message("b", open.Id));
        host.Publish(RelayHost.Message("c", open.Id));
        await host.UntilAsync(DeliveryState.Delivered, 3);
        host.Clock.Advance(Old * 100);

        await host.SweepAsync();

        var left = host.Deliveries();
        Assert.Equal([(1L, DeliveryState.Pending), (4L, DeliveryState.Delivered)], left.Select(d => (d.Id, d.State)));
        Assert.Equal([1L, 3L], host.Events());
    }

    [Fact]
    public async Task An_event_that_nobody_got_goes_after_a_day_and_what_was_sent_meanwhile_stays()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a"), RelayHost.Message("b", webhook.Id), RelayHost.Message("c"));
        await host.UntilAsync(DeliveryState.Delivered);
        host.Clock.Advance(TimeSpan.FromHours(25));
        host.Publish(RelayHost.Message("d"), RelayHost.Message("e", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered, 2);

        Assert.Equal(2, await host.SweepAsync());

        Assert.Equal([2L, 4L, 5L], host.Events());
    }

    [Fact]
    public async Task Beyond_a_size_the_oldest_finished_go_early_and_what_waits_stays()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var held = host.Subscribe(receiver.Url, s => s.Hold = HoldReason.User);
        var open = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", held.Id));
        for (var i = 1; i <= 40; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            host.Publish(RelayHost.Message("b", open.Id));
            await host.UntilAsync(DeliveryState.Delivered, i);
        }

        // An event of these and its delivery take some 370 bytes.
        Assert.Equal(0, await host.SweepAsync(mostBytes: 41 * 400));
        await host.SweepAsync(mostBytes: 20 * 370);

        Assert.InRange(host.Deliveries().Count, 15, 25);
        Assert.Equal(DeliveryState.Pending, host.Deliveries()[0].State);
        Assert.Equal(41, host.Deliveries()[^1].Id);
    }

    [Fact]
    public async Task Sequences_and_row_numbers_go_on_after_a_sweep_and_a_restart()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var quiet = host.Subscribe(receiver.Url);
        var busy = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", quiet.Id), RelayHost.Message("b", quiet.Id));
        host.Publish(RelayHost.Message("c", busy.Id), RelayHost.Message("d", busy.Id));
        await host.UntilAsync(DeliveryState.Delivered, 4);
        host.Clock.Advance(Old);

        Assert.Equal(4, await host.SweepAsync());
        await host.RestartAsync();
        host.Publish(RelayHost.Message("e", quiet.Id, busy.Id));
        await host.UntilAsync(DeliveryState.Delivered, 4);

        Assert.Equal(
            [(2L, 2L), (4L, 2L), (5L, 3L), (6L, 3L)],
            host.Deliveries().Select(d => (d.Id, d.Sequence)));
        Assert.Equal([2L, 4L, 5L], host.Events());
    }

    [Fact]
    public async Task Nothing_is_kept_for_the_sequence_of_a_webhook_that_is_gone()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var gone = host.Subscribe(receiver.Url);
        var other = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", gone.Id));
        host.Publish(RelayHost.Message("b", other.Id));
        await host.UntilAsync(DeliveryState.Delivered, 2);
        host.Unsubscribe(gone);
        host.Clock.Advance(Old);

        await host.SweepAsync();

        Assert.Equal([2L], host.Deliveries().Select(d => d.Id));
    }

    [Fact]
    public async Task A_sweep_of_many_takes_the_writer_in_small_pieces()
    {
        await using var receiver = await WebhookReceiver.StartAsync(keepsRequests: false);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish([.. Enumerable.Range(0, 1_201).Select(n => RelayHost.Numbered(n, $"k{n}", webhook.Id))]);
        await host.UntilAsync(DeliveryState.Delivered, 1_201);
        host.Clock.Advance(Old);
        var before = host.Writer.Works;

        Assert.Equal(2_400, await host.SweepAsync());

        Assert.Equal(6, host.Writer.Works - before);
        Assert.Single(host.Deliveries());
    }

    [Fact]
    public async Task A_row_that_changed_after_it_was_looked_up_is_asked_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var held = host.Subscribe(receiver.Url, s => s.Hold = HoldReason.Failing);
        host.Publish(RelayHost.Message("a", held.Id), RelayHost.Message("b", held.Id));

        host.Writer.Submit(new Relay.Retention.SweepPiece(Relay.Retention.SweptTable.Delivery, [1], long.MaxValue));
        host.Writer.Submit(new Relay.Retention.SweepPiece(Relay.Retention.SweptTable.Event, [1], long.MaxValue));

        Assert.Equal(2, host.Deliveries().Count);
        Assert.Equal(2, host.Events().Count);
    }
}

using EdgeRelay.Relay.Notices;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Notices;

public sealed class LimitWatchTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task Each_level_of_the_depth_is_told_once_on_the_way_up()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host);
        await host.WatchAsync();

        Publish(host, webhook, 499);
        Look(host);
        Assert.Empty(host.Notices());

        foreach (var (more, percents) in ((int, int[])[])[(1, [50]), (199, [50]), (1, [50, 70]), (200, [50, 70, 90]), (100, [50, 70, 90, 100]), (50, [50, 70, 90, 100])])
        {
            Publish(host, webhook, more);
            Look(host);
            Look(host);
            Assert.Equal(percents, host.Notices().Select(n => n.Percent!.Value));
        }

        var first = host.Notices()[0];
        Assert.Equal((500, 1_000, "test"), (first.Measured, first.Bound, first.WebhookName));
        Assert.Equal("500 messages wait: 50 % of its max_depth of 1,000 are reached", NoticeText.Of(first));
    }

    [Fact]
    public async Task What_hovers_about_a_level_is_told_again_only_after_it_was_clearly_left()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host);
        await host.WatchAsync();
        Publish(host, webhook, 500);
        Look(host);

        await Cancel(host, webhook, 100);
        Look(host);
        Publish(host, webhook, 100);
        Look(host);
        var told = Assert.Single(host.Notices());
        Assert.Null(told.EndedMs);

        await Cancel(host, webhook, 101);
        Look(host);
        var leftAt = host.Clock.GetUtcNow();
        Publish(host, webhook, 101);
        Look(host);

        Assert.Equal([leftAt.ToUnixTimeMilliseconds(), null], host.Notices().Select(n => n.EndedMs));
    }

    [Fact]
    public async Task What_was_told_is_not_told_again_after_a_restart_and_what_is_new_is()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host);
        await host.WatchAsync();
        Publish(host, webhook, 720);
        Look(host);
        Assert.Equal([50, 70], host.Notices().Select(n => n.Percent!.Value));

        await host.RestartAsync();
        await host.WatchAsync();
        Look(host);
        Assert.Equal(2, host.Notices().Count);

        Publish(host, webhook, 200);
        Look(host);
        Assert.Equal([50, 70, 90], host.Notices().Select(n => n.Percent!.Value));
    }

    [Fact]
    public async Task The_oldest_message_is_told_of_after_an_hour_and_after_a_day_even_when_all_of_them_lie_on_disk()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host);
        Publish(host, webhook, 3);
        await host.WatchAsync();

        host.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(host.Notices());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([3_600L], host.Notices().Select(n => n.Bound));
        host.Clock.Advance(TimeSpan.FromHours(24));

        var told = host.Notices();
        Assert.All(told, n => Assert.Equal((LimitKind.OldestAge, null), (n.Kind, n.Percent)));
        Assert.Equal([3_600L, 86_400L], told.Select(n => n.Bound));
        Assert.Equal("its oldest message waits for 1 h, longer than 1 h", NoticeText.Of(told[0]));

        await Cancel(host, webhook, 3);
        Look(host);
        Assert.All(host.Notices(), n => Assert.NotNull(n.EndedMs));
    }

    [Fact]
    public async Task Time_without_success_is_told_in_percent_of_the_time_after_which_it_is_disabled()
    {
        await using var host = await RelayHost.StartAsync(new RelaySettings { FailingHours = 10 });
        host.Subscribe(Nowhere, s => (s.FailingSinceMs, s.Failures) = (NowMs(host), 10));
        await host.WatchAsync();

        host.Clock.Advance(TimeSpan.FromHours(4.99));
        Assert.Empty(host.Notices());
        host.Clock.Advance(TimeSpan.FromHours(4.02));

        var told = host.Notices();
        Assert.Equal([(50, 18_000L), (70, 25_200L), (90, 32_400L)], told.Select(n => (n.Percent!.Value, n.Measured)));
        Assert.All(told, n => Assert.Equal((LimitKind.Failing, 36_000L), (n.Kind, n.Bound)));
        Assert.Equal("no success for 5 h: 50 % of the 10 h after which it is disabled", NoticeText.Of(told[0]));
    }

    [Fact]
    public async Task Being_disabled_is_told_at_that_moment_with_the_failure_and_an_event_that_shows_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(500);
        await using var host = await RelayHost.StartAsync(new RelaySettings { FailingHours = 10 });
        var webhook = host.Subscribe(receiver.Url, s => (s.FailingSinceMs, s.Failures) = (NowMs(host) - 36_000_000, 10));
        await host.WatchAsync();
        var message = RelayHost.Message("a", webhook.Id);

        host.Publish(message);
        await host.Writer.UntilAsync(() => host.Notices().Count > 0);

        Assert.Equal(HoldReason.Failing, host.Stored(webhook.Id).Hold);
        var told = host.Notices()[^1];
        Assert.Equal((LimitKind.Failing, 100, 500), (told.Kind, told.Percent, told.LastStatus));
        Assert.Equal((message.Id, "opened"), (new Guid(told.EventId!, bigEndian: true), told.EventType));
        Assert.Contains("500", told.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_before_a_restart_is_named_too()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = _ => new ReceiverAnswer(503);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, s => s.MaxDepth = 1_000);
        var message = RelayHost.Message("a", webhook.Id);
        host.Publish(message);
        await host.UntilAttemptsAsync(1);

        await host.RestartAsync();
        await host.WatchAsync();
        Publish(host, webhook, 500, key: "a");
        Look(host);

        var told = Assert.Single(host.Notices());
        Assert.Contains("503", told.LastError, StringComparison.Ordinal);
        Assert.Equal(message.Id, new Guid(told.EventId!, bigEndian: true));
    }

    [Theory]
    [InlineData(HoldReason.User)]
    [InlineData(HoldReason.Gone)]
    public async Task A_webhook_that_is_not_tried_neither_fails_longer_nor_recovers(HoldReason hold)
    {
        await using var host = await RelayHost.StartAsync(new RelaySettings { FailingHours = 10 });
        var webhook = host.Subscribe(Nowhere, s => (s.FailingSinceMs, s.Failures) = (NowMs(host) - 18_000_000, 10));
        await host.WatchAsync();
        Look(host);
        Assert.Single(host.Notices());

        host.Store(webhook with { Hold = hold });
        host.Clock.Advance(TimeSpan.FromHours(20));
        Assert.Null(Assert.Single(host.Notices()).EndedMs);

        host.Store(webhook with { Hold = HoldReason.None });
        Assert.NotNull(Assert.Single(host.Notices()).EndedMs);
    }

    [Fact]
    public async Task Few_failures_are_not_told_of_before_they_could_disable_it()
    {
        await using var host = await RelayHost.StartAsync(new RelaySettings { FailingHours = 10 });
        host.Subscribe(Nowhere, s => (s.FailingSinceMs, s.Failures) = (NowMs(host), 9));
        await host.WatchAsync();

        host.Clock.Advance(TimeSpan.FromHours(20));

        Assert.Empty(host.Notices());
    }

    [Fact]
    public async Task Notices_of_a_webhook_that_is_deleted_end_also_when_a_crash_came_between()
    {
        await using var host = await RelayHost.StartAsync();
        var (first, second) = (Paused(host), Paused(host));
        await host.WatchAsync();
        Publish(host, first, 500);
        Publish(host, second, 500);
        Look(host);

        host.Unsubscribe(first);
        Assert.Equal([true, false], host.Notices().Select(n => n.EndedMs is not null));
        host.Writer.InTransaction(() =>
        {
            using var command = host.Writer.Connection.CreateCommand();
            command.CommandText = "DELETE FROM webhook";
            command.ExecuteNonQuery();
        });
        await host.RestartAsync();
        await host.WatchAsync();

        Assert.All(host.Notices(), n => Assert.NotNull(n.EndedMs));
    }

    [Fact]
    public async Task What_could_not_be_stored_is_told_at_the_next_look()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host);
        await host.WatchAsync();
        Publish(host, webhook, 950);

        host.Writer.Failure = new IOException("disk full");
        Look(host);
        host.Writer.Failure = null;
        Look(host);

        Assert.Equal([50, 70, 90], host.Notices().Select(n => n.Percent!.Value));
    }

    [Fact]
    public async Task The_newest_two_hundred_of_a_webhook_and_what_is_in_force_stay_for_a_month()
    {
        await using var host = await RelayHost.StartAsync();
        var webhook = Paused(host);
        for (var i = 0; i < 230; i++)
        {
            Write(host, webhook, NowMs(host), w => w.Ended.Add(new NoticeEnd(webhook.Id, LimitKind.QueueDepth, i == 1 ? 1 : 0)), raise: true);
        }

        Assert.Equal(NoticeWork.MostPerWebhook, host.Notices().Count);

        host.Clock.Advance(TimeSpan.FromDays(31));
        Write(host, webhook, NowMs(host), _ => { }, raise: false);
        Assert.Null(Assert.Single(host.Notices()).EndedMs);
    }

    private static void Write(RelayHost host, Subscription webhook, long nowMs, Action<NoticeWork> set, bool raise)
    {
        var work = new NoticeWork(nowMs, nowMs - 2_592_000_000, _ => { }, (_, error) => throw error);
        set(work);
        if (raise)
        {
            work.Raised.Add(new NoticeRow { WebhookId = webhook.Id, WebhookName = "test", RaisedMs = nowMs, Bound = 1_000, Measured = 500, Percent = 50 });
        }

        host.Writer.Submit(work);
    }

    private static Subscription Paused(RelayHost host) => host.Subscribe(Nowhere, s => (s.Hold, s.MaxDepth) = (HoldReason.User, 1_000));

    private static void Publish(RelayHost host, Subscription webhook, int count, string key = "k") =>
        host.Publish([.. Enumerable.Range(0, count).Select(_ => RelayHost.Message(key, webhook.Id))]);

    private static Task<int> Cancel(RelayHost host, Subscription webhook, int count) => host.Recovery.Cancel(
        [.. host.Deliveries().Where(d => d.State == DeliveryState.Pending).Select(d => d.Id).Take(count)], webhook.Id);

    private static void Look(RelayHost host) => host.Clock.Advance(LimitWatch.Period);

    private static long NowMs(RelayHost host) => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}

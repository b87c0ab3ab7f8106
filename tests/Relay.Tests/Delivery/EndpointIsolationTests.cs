using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

/// <summary>What one endpoint does is no matter of the other endpoints. How much it is, `./edge bench neighbours` measures.</summary>
public sealed class EndpointIsolationTests
{
    [Fact]
    public async Task Endpoints_that_all_begin_to_hang_at_once_leave_places_to_the_good_ones()
    {
        await using var hanging = await WebhookReceiver.StartAsync();
        hanging.Script = _ => new ReceiverAnswer(200, HoldBack: Task.Delay(Timeout.Infinite));
        await using var good = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync(new RelaySettings { MaxInFlight = 64, StopSeconds = 0 });
        var dead = Enumerable.Range(0, 30).Select(_ => host.Subscribe(hanging.Url).Id).ToArray();
        var alive = host.Subscribe(good.Url);

        // Nothing is known against them yet, and each of them would take four places: twice as many as there are.
        host.Publish([.. Enumerable.Range(0, 8).Select(i => RelayHost.Numbered(i, "k" + i, dead))]);
        host.Publish([.. Enumerable.Range(0, 50).Select(i => RelayHost.Numbered(i, "k" + i, alive.Id))]);

        await good.WaitForAsync(50);
        await hanging.WaitForAsync(dead.Length);
    }

    [Fact]
    public async Task When_more_places_are_wanted_than_there_are_each_endpoint_is_served_in_turn()
    {
        await using var slow = await WebhookReceiver.StartAsync();
        var open = new TaskCompletionSource();
        slow.Script = _ => new ReceiverAnswer(200, HoldBack: open.Task);
        await using var host = await RelayHost.StartAsync(new RelaySettings { MaxInFlight = 8 });
        var webhooks = Enumerable.Range(0, 20).Select(_ => host.Subscribe(slow.Url).Id).ToArray();

        host.Publish([.. Enumerable.Range(0, 30).Select(i => RelayHost.Numbered(i, "k" + i, webhooks))]);
        await slow.WaitForAsync(8);
        open.SetResult();

        await host.UntilAsync(DeliveryState.Delivered, 30 * webhooks.Length);
    }
}

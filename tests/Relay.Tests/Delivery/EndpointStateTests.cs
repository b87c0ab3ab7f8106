using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Relay.Tests.Given;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Delivery;

/// <summary>What Relay does to a webhook's state: as its machine says, in memory and in the row.</summary>
public sealed class EndpointStateTests
{
    [Fact]
    public async Task The_row_turns_where_the_machine_says_and_nowhere_else()
    {
        await using var host = await RelayHost.StartAsync();
        var url = new Uri("http://127.0.0.1:9/");
        foreach (var state in States())
        {
            foreach (var turn in (SubscriptionTurn[])[SubscriptionTurn.Gone, SubscriptionTurn.Fail, SubscriptionTurn.LoseProof])
            {
                var webhook = host.Subscribe(url, s => (s.Enabled, s.Verification, s.Hold) = (state.Enabled, state.Verification, state.Hold));
                var hold = turn switch { SubscriptionTurn.Gone => HoldReason.Gone, SubscriptionTurn.Fail => HoldReason.Failing, _ => HoldReason.None };
                var note = new EndpointNote(webhook.Id, 500, 1, 1, hold, Unverify: turn == SubscriptionTurn.LoseProof);
                host.Writer.InTransaction(() => host.Writer.Prepared(c => new OutcomeStatements(c)).Write(note));

                var after = host.Stored(webhook.Id);
                var expected = SubscriptionMachine.After(state, turn) ?? state;
                Assert.Equal(expected, after.State);
                Assert.Equal(expected == state ? 1 : 2, after.Version);
            }
        }
    }

    [Fact]
    public async Task An_answer_of_410_that_comes_after_the_user_switched_it_off_changes_nothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var answer = new TaskCompletionSource();
        receiver.Script = _ => new ReceiverAnswer(410, HoldBack: answer.Task);
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url);
        host.Publish(RelayHost.Message("a", webhook.Id), RelayHost.Message("a", webhook.Id));
        await receiver.WaitForAsync(1);

        host.Store(webhook with { Enabled = false, Version = 2 });
        Assert.Equal([DeliveryPhase.Sending, DeliveryPhase.Held], host.Deliveries().Select(host.Dispatcher.PhaseOf));
        answer.SetResult();
        await host.UntilAsync(DeliveryState.Failed);

        Assert.Equal(new SubscriptionState(false, Verification.Verified, HoldReason.None), host.Stored(webhook.Id).State);
        Assert.Equal(2, host.Book.Find(webhook.Id)!.Version);
    }

    [Fact]
    public async Task What_waits_while_the_proof_is_lost_goes_to_the_new_url_in_order_and_whole()
    {
        await using var before = await WebhookReceiver.StartAsync();
        await using var after = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(before.Url, s => (s.Verification, s.MaxInFlight) = (Verification.Unverified, 1));

        host.Publish([.. Enumerable.Range(0, 20).Select(i => RelayHost.Numbered(i, "a", webhook.Id))]);
        host.Store(webhook with { Url = after.Url.AbsoluteUri, Version = 2 });
        host.Publish([.. Enumerable.Range(20, 20).Select(i => RelayHost.Numbered(i, "a", webhook.Id))]);
        Assert.All(host.Deliveries(), d => Assert.Equal(DeliveryState.Pending, d.State));
        host.Store(webhook with { Url = after.Url.AbsoluteUri, Verification = Verification.Verified, Version = 3 });
        await host.UntilAsync(DeliveryState.Delivered, 40);

        Assert.Equal(0, before.Count);
        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"\"data\":{{\"n\":{i}}}}}"),
            after.Requests.Select(r => r.Text[r.Text.IndexOf("\"data\"", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task A_host_that_is_trusted_no_longer_sends_nothing_after_a_restart_and_keeps_what_waits()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = await RelayHost.StartAsync(new RelaySettings { TrustedHosts = "127.0.0.1" });
        var webhook = host.Subscribe(receiver.Url, s => s.Verification = Verification.Trusted);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAsync(DeliveryState.Delivered);

        host.Settings = host.Settings with { TrustedHosts = "" };
        await host.RestartAsync();
        host.Publish(RelayHost.Message("a", webhook.Id));

        Assert.Equal(SubscriptionStatus.Unverified, host.Book.Find(webhook.Id)!.StatusWhen(false));
        Assert.Equal(1, host.Dispatcher.Depth(webhook.Id).Waiting);
        Assert.Equal(1, receiver.Count);
    }

    private static IEnumerable<SubscriptionState> States() =>
        from enabled in new[] { true, false }
        from verification in Enum.GetValues<Verification>()
        from hold in Enum.GetValues<HoldReason>()
        select new SubscriptionState(enabled, verification, hold);
}

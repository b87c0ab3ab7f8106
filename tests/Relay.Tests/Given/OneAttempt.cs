using EdgeRelay.Relay.DeliveryLog;
using EdgeRelay.Relay.Subscriptions;
using EdgeRelay.Testing;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>One message to one receiver: what arrived, and what the log says of it.</summary>
internal static class OneAttempt
{
    /// <param name="set">What is special about the webhook.</param>
    /// <param name="script">What the receiver answers; an empty 200 if null.</param>
    public static async Task<(ReceivedRequest Request, AttemptRow Attempt)> SendAsync(
        Action<Subscription>? set = null, Func<ReceivedRequest, ReceiverAnswer>? script = null)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Script = script ?? (_ => new ReceiverAnswer(200));
        await using var host = await RelayHost.StartAsync();
        var webhook = host.Subscribe(receiver.Url, set);
        host.Publish(RelayHost.Message("a", webhook.Id));
        await host.UntilAttemptsAsync(1);
        return (receiver.Requests[^1], Assert.Single(await host.StopAndReadLogAsync()));
    }
}

using System.Net;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Sending;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Tests.Given;

/// <summary>Every way by which a request leaves the process, through one guard with a resolver of the test's own.</summary>
internal sealed class Outbound : IDisposable
{
    private static readonly PlainProtector Protector = new();

    private readonly GuardedHandler _handler;
    private readonly WebhookSender _sender;
    private readonly OwnershipCheck _check;
    private readonly SenderSlot _slot = new();

    public Outbound(RelaySettings settings, Func<string, IPAddress[]> resolve)
    {
        _handler = new GuardedHandler(new EgressPolicy(settings), settings, (host, _) => Task.FromResult(resolve(host)));
        _sender = new WebhookSender(_handler, TimeProvider.System, _ => "{\"n\":1}"u8.ToArray());
        _check = new OwnershipCheck(_handler, Protector, settings, TimeProvider.System);
    }

    public static Subscription Webhook(string url) => new()
    {
        Id = 1,
        Name = "n",
        Url = url,
        UserName = "u",
        Secret = "protected:" + RelayHost.Secret,
        Enabled = true,
        Verification = Verification.Verified,
        TimeoutSeconds = 5,
    };

    /// <summary>Why a webhook cannot be sent to at all; null when it can.</summary>
    public static string? FaultOf(Subscription webhook) => EndpointTarget.Of(webhook, Protector).Fault;

    /// <returns>Null when the webhook cannot be sent to at all.</returns>
    public async Task<AttemptOutcome?> SendAsync(Subscription webhook, DeliveryOrigin origin = DeliveryOrigin.Live)
    {
        var target = EndpointTarget.Of(webhook, Protector);
        var delivery = new QueuedDelivery
        {
            Id = 1,
            WebhookId = 1,
            EventRow = 1,
            EventId = Guid.NewGuid(),
            OrderingKey = "a",
            Type = "opened",
            Origin = origin,
            Sequence = 1,
            EnqueuedMs = 0,
            OccurredMs = 0,
        };
        return target.Fault is not null ? null
            : (await _sender.SendAsync(new Parcel(new Lane(null), new(delivery), target, OthersWaiting: 0), _slot, CancellationToken.None))!.Outcome;
    }

    public Task<OwnershipVerdict> VerifyAsync(Subscription webhook) => _check.RunAsync(webhook, CancellationToken.None);

    public void Dispose() => _handler.Dispose();
}

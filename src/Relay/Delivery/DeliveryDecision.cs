using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Delivery;

/// <summary>What is done with a delivery after an attempt: a closed set.</summary>
public abstract record DeliveryDecision
{
    private DeliveryDecision()
    {
    }

    public sealed record Done : DeliveryDecision
    {
        internal static readonly Done Instance = new();

        public override string ToString() => "delivered";
    }

    /// <param name="When">The next attempt's time.</param>
    /// <param name="HoldEndpoint">Nothing else goes to the endpoint before that time either.</param>
    public sealed record RetryAt(DateTimeOffset When, bool HoldEndpoint = false) : DeliveryDecision
    {
        public override string ToString() => HoldEndpoint ? $"retry at {When:u}, endpoint waits too" : $"retry at {When:u}";
    }

    public sealed record GiveUp(string Reason) : DeliveryDecision
    {
        public override string ToString() => $"given up: {Reason}";
    }

    /// <summary>The delivery fails, and the endpoint is disabled with its other messages kept.</summary>
    public sealed record DisableEndpoint(HoldReason Hold, string Reason) : DeliveryDecision
    {
        public override string ToString() => $"given up and endpoint disabled: {Reason}";
    }
}

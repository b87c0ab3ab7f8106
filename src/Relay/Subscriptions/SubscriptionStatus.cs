namespace EdgeRelay.Relay.Subscriptions;

/// <summary>The one word shown for a subscription: the first of these that applies.</summary>
public enum SubscriptionStatus : byte
{
    Deactivated = 0,
    Unverified = 1,
    AutoDisabled = 2,
    Paused = 3,
    Failing = 4,
    Active = 5,
}

using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Delivery;

/// <summary>What Relay found out about an endpoint, to be written into its row. Only the newest note of a batch is written.</summary>
/// <param name="Hold">Set when the endpoint is to be held from now on.</param>
/// <param name="Unverify">The endpoint must be verified again.</param>
internal readonly record struct EndpointNote(
    long WebhookId, int? LastStatus, long? FailingSinceMs, int Failures, HoldReason Hold = HoldReason.None, bool Unverify = false);

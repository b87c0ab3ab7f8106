namespace EdgeRelay.Gateway.Publishing;

/// <summary>A trigger of an enabled webhook.</summary>
/// <param name="Index">Its place among the webhook's triggers.</param>
internal sealed record SubscribedTrigger(long WebhookId, int Index, Trigger Trigger);

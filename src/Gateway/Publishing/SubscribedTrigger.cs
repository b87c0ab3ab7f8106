namespace EdgeRelay.Gateway.Publishing;

/// <summary>A trigger of an enabled webhook.</summary>
/// <param name="Index">Its place among the webhook's triggers.</param>
/// <param name="EffectiveFromMs">Since when it is one, Unix ms of the receive time.</param>
internal sealed record SubscribedTrigger(long WebhookId, int Index, Trigger Trigger, long EffectiveFromMs);

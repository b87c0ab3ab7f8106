namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Answer to DELETE.</summary>
/// <param name="Undelivered">Messages that waited for it and are cancelled now.</param>
internal sealed record WebhookRemovedResponse(long Id, long Undelivered);

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The signing secret, <c>whsec_…</c>.</summary>
internal sealed record WebhookSecretResponse(string Secret);

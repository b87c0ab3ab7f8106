namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The signing secret.</summary>
/// <param name="Secret">In the form that receivers of the scheme expect; of <c>standard</c> it is <c>whsec_…</c>.</param>
/// <param name="OldValidUntil">When the last old secret ends; null when none signs.</param>
internal sealed record WebhookSecretResponse(string Secret, string Scheme, DateTimeOffset? OldValidUntil);

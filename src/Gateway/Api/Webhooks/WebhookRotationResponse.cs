namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>A new secret signs from now on. It is shown by GET of <c>secret</c>.</summary>
/// <param name="OldSecrets">How many old secrets sign too.</param>
/// <param name="OldValidUntil">When the last of them ends; null when there is none.</param>
internal sealed record WebhookRotationResponse(int OldSecrets, DateTimeOffset? OldValidUntil);

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The test message, committed and on its way.</summary>
internal sealed record WebhookTestResponse(string DeliveryId, Guid EventId, string Type);

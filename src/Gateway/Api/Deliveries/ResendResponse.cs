namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>What a resend made.</summary>
/// <param name="DeliveryId">The new delivery.</param>
/// <param name="OfDeliveryId">The one that it repeats; it stays as it is. Null when there was none.</param>
internal sealed record ResendResponse(string DeliveryId, string? OfDeliveryId);

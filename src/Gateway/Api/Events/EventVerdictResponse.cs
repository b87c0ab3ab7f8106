namespace EdgeRelay.Gateway.Api.Events;

/// <summary>What became of an event at one webhook.</summary>
/// <param name="Reason">A word of the list in the documentation, such as <c>sent</c> or <c>outside_schedule</c>.</param>
/// <param name="Detail">The same in words, with what was asked for.</param>
/// <param name="DeliveryId">The latest delivery; null when none was made.</param>
/// <param name="Status">Its status; null when none was made.</param>
internal sealed record EventVerdictResponse(
    long WebhookId, string Name, string Reason, string Detail, string? DeliveryId, string? Status);

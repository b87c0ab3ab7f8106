namespace EdgeRelay.Gateway.Api.Events;

/// <summary>Who got an event, and why the others did not.</summary>
/// <param name="Because">Why the rules told it.</param>
/// <param name="Webhooks">Every webhook of the account that existed when the event was stored, and those made since.</param>
internal sealed record EventExplanationResponse(EventResponse Event, string? Because, IReadOnlyList<EventVerdictResponse> Webhooks);

namespace EdgeRelay.Reliability.Tests.Receiving;

/// <summary>One request as the receiver saw it, in order of arrival.</summary>
/// <param name="Webhook">Which of the webhooks it came by.</param>
/// <param name="EventId">Header <c>webhook-id</c>.</param>
/// <param name="TimeMs">Time of the event, Unix ms.</param>
/// <param name="DataHash">SHA-256 of the bytes of <c>data</c>, hexadecimal.</param>
/// <param name="OutOfOrder">Whether the header EdgeRelay-Out-Of-Order said that later ones may have gone ahead.</param>
/// <param name="Accepted">Whether it was answered by 200.</param>
internal sealed record Arrival(
    string Webhook, string EventId, string Vehicle, long TimeMs, string DataHash, bool OutOfOrder, bool Accepted);

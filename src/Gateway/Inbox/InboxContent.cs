namespace EdgeRelay.Gateway.Inbox;

/// <summary>What an inbox holds.</summary>
/// <param name="Received">Requests that came in all, also those that are forgotten.</param>
internal sealed record InboxContent(long Received, InboxScript Answers, IReadOnlyList<InboxMessage> Data);

namespace EdgeRelay.Gateway.Inbox;

/// <summary>A request that came.</summary>
/// <param name="Number">From 1, per inbox.</param>
/// <param name="Headers">All of them, <c>Authorization</c> too: a developer must see what was sent.</param>
/// <param name="Body">Text, or base64 when <paramref name="BodyBase64"/>.</param>
/// <param name="Answered">Status that it was answered with.</param>
internal sealed record InboxMessage(
    long Number,
    DateTimeOffset ReceivedAt,
    string Method,
    string Query,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    bool BodyBase64,
    int Answered);

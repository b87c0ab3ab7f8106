namespace EdgeRelay.Relay.Sending;

/// <summary>The nine fields of <c>head</c>, in the order in which they are sent.</summary>
/// <param name="RefId">The ordering key: id of the thing that the event is about.</param>
/// <param name="RetryCount">Attempts made before this one.</param>
/// <param name="QueueDepth">Other messages that wait for the webhook.</param>
/// <param name="EnqueueTime">Unix s of the commit.</param>
/// <param name="RequestTime">Unix s of this attempt.</param>
internal readonly record struct MessageHead(
    long AccountId,
    string UserName,
    string RefId,
    string Type,
    long WebhookId,
    int RetryCount,
    long QueueDepth,
    long EnqueueTime,
    long RequestTime);

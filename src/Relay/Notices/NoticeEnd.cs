namespace EdgeRelay.Relay.Notices;

/// <summary>Levels that were left again: the notices of one kind from a step on count no longer.</summary>
internal readonly record struct NoticeEnd(long WebhookId, LimitKind Kind, int FromStep);

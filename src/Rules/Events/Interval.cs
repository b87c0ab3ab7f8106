namespace EdgeRelay.Rules.Events;

/// <summary>An episode. <paramref name="EndedAt"/> and <paramref name="EndReason"/> are null while it lasts.</summary>
public sealed record Interval(string Id, Instant StartedAt, Instant? EndedAt = null, string? EndReason = null);

namespace EdgeRelay.Relay.Retention;

/// <summary>Rows that may go.</summary>
/// <param name="Ids">Their row numbers, in order; empty when none is left.</param>
/// <param name="ReadUpTo">The last row that was looked at.</param>
internal readonly record struct ExpiredPage(IReadOnlyList<long> Ids, long ReadUpTo);

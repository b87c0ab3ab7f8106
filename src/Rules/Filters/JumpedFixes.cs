using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Filters;

/// <summary>Fixes in a row that jumped away from the last good one; they move it when there are enough that agree.</summary>
/// <param name="Count">How many agree, the newest included.</param>
/// <param name="At">Event time of the newest, Unix ms.</param>
internal sealed record JumpedFixes(byte Count, Position Newest, long At);

using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Decoding;

/// <summary>When a message came, and what becomes of an element of it whose own time is no good.</summary>
/// <param name="ReplacesBadTime">
/// Null refuses such an element. Else the book whose clock filter judges: what it would refuse, and a time that is missing or cannot be
/// read, is taken to be the time of receipt. For devices without a clock.
/// </param>
public readonly record struct Arrival(Instant Received, RuleBook? ReplacesBadTime = null);

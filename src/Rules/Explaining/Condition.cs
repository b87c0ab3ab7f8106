namespace EdgeRelay.Rules.Explaining;

/// <summary>One question that a rule asked of an input, in words for people.</summary>
/// <param name="What">What was looked at, e.g. <c>speed</c>.</param>
/// <param name="Found">What it was, with its unit; null when nothing is known of it.</param>
/// <param name="Wanted">What the rule compares it with, e.g. <c>≥ 70 mph</c>.</param>
/// <param name="Holds">Null when nothing is known: then the rule does not fire.</param>
public sealed record Condition(string What, string? Found, string Wanted, bool? Holds);

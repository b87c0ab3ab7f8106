using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Explaining;

/// <summary>What the rules made of one input: by each detection of the book, whether it fired or not.</summary>
/// <param name="Verdict">Anything but <c>Applied</c> moved no state; <paramref name="Triggers"/> is empty then.</param>
/// <param name="Filters">What the GPS and clock filters did to it.</param>
/// <param name="Triggers">In the order of the types in the reference; those of landmarks and probes once per subject.</param>
/// <param name="Events">All that was told, deadlines that came due with the input included.</param>
public sealed record InputExplanation(
    InputVerdict Verdict, FilterMarks Filters, IReadOnlyList<TriggerExplanation> Triggers, IReadOnlyList<RuleEvent> Events);

using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Explaining;

/// <summary>An input that was applied, with the vehicle before and after it: what explanations are read from.</summary>
internal sealed record Judgement(
    VehicleState Before, VehicleState After, VehicleInput Input, RuleBook Book, SeenInput Seen, IReadOnlyList<RuleEvent> Events)
{
    public bool Raw => Book.Profile == RuleProfile.Raw;

    /// <summary>The sample's time, corrected where the clock filter could.</summary>
    public Instant Now => Input is Sample ? After.Watermark!.Value : Input.Time;

    public TriggerExplanation Explain(IWatch watch, string before, string after, params IReadOnlyList<Condition> conditions) =>
        Explain(watch, string.Empty, before, after, conditions);

    /// <param name="subject">Only events of this subject belong to the explanation; empty is all of the detection.</param>
    public TriggerExplanation Explain(
        IWatch watch, string subject, string before, string after, IReadOnlyList<Condition> conditions) => new()
        {
            Detection = watch.Detection,
            Subject = subject,
            Before = before,
            After = after,
            Conditions = conditions,
            Events = [.. Events.Where(e => e.Detection.Equals(watch.Detection) && (subject.Length == 0 || e.Subject == subject)).Select(e => e.Id)],
        };
}

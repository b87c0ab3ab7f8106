using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules;

/// <summary>The result of one step of the rules.</summary>
public sealed record Evaluation(VehicleState State, InputVerdict Verdict, IReadOnlyList<RuleEvent> Events);

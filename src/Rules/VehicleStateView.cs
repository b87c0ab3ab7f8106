using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules;

/// <summary>A vehicle's state beside the rule book, for questions that change nothing.</summary>
internal readonly ref struct VehicleStateView(VehicleState state, RuleBook book)
{
    public VehicleState State { get; } = state;

    public RuleBook Book { get; } = book;

    public RulePlan Plan => State.Plan ?? Book.Plan;

    public bool Raw => Book.Profile == RuleProfile.Raw;
}

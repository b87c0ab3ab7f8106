using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>What came of running a vehicle's recent past again with late samples in their places.</summary>
/// <param name="State">The state that holds them.</param>
/// <param name="Found">Events that were not told before, to be sent now, in order; and one per superseded event that says so (kind corrected).</param>
/// <param name="Moved">Events that happened at another time than they were told: they keep their ids and are not sent again.</param>
/// <param name="Superseded">Told events that did not happen.</param>
/// <param name="Steps">Inputs applied.</param>
public sealed record RerunOutcome(
    VehicleState State, IReadOnlyList<RuleEvent> Found, IReadOnlyList<ToldEvent> Moved, IReadOnlyList<ToldEvent> Superseded, int Steps);

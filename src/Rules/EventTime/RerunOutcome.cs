using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>What came of running a vehicle's recent past again with late samples in their places.</summary>
/// <param name="State">The state that holds them.</param>
/// <param name="Found">Events that were not told before, to be sent now, in order; and one per superseded event that says so (kind corrected).</param>
/// <param name="Moved">
/// Events whose id is not the one that their parts give: those that happened at another time than they were told keep theirs and are not sent
/// again; a new one in the place of such an event has the next number. To be noted after what was found.
/// </param>
/// <param name="Superseded">Told events that did not happen.</param>
/// <param name="Steps">Inputs applied.</param>
public sealed record RerunOutcome(
    VehicleState State, IReadOnlyList<RuleEvent> Found, IReadOnlyList<ToldEvent> Moved, IReadOnlyList<ToldEvent> Superseded, int Steps);

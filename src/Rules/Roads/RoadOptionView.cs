using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Roads;

/// <summary>One candidate of a match as explain shows it.</summary>
/// <param name="Cost">Above the best one; up to 2 is plausible.</param>
/// <param name="Against">Driven against the direction in which the way was drawn.</param>
/// <param name="Limit">Null is unknown or unlimited.</param>
public sealed record RoadOptionView(
    long WayId, string? Name, RoadClass Class, RoadTraits Traits, bool Against, double DistanceMeters, double Cost, Speed? Limit, bool Unlimited);

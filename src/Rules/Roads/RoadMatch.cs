namespace EdgeRelay.Rules.Roads;

/// <summary>The answer of the roads to one fix.</summary>
/// <param name="Limit">Unknown unless <paramref name="Verdict"/> says otherwise.</param>
/// <param name="Place">The way that gives the limit; of several with the same limit the likeliest.</param>
internal readonly record struct RoadMatch(RoadVerdict Verdict, RoadLimit Limit, RoadPlace Place);

namespace EdgeRelay.Rules.Roads;

/// <summary>The numbers of map matching (telematics reference 4.3), in one place.</summary>
internal static class RoadMatching
{
    /// <summary>A receiver that does not tell its accuracy is taken for this good, metres; none for better.</summary>
    public const double LeastSigmaMeters = 5;

    /// <summary>Segments are looked for within three sigma, but within these bounds, metres.</summary>
    public const double LeastRadiusMeters = 30;
    public const double GreatestRadiusMeters = 50;

    /// <summary>Below this speed a heading is noise and counts for nothing.</summary>
    public const double HeadingFromKmh = 10;
    public const double HeadingGateDegrees = 45;
    public const double HeadingSigmaDegrees = 20;

    /// <summary>Nobody drives faster on a service road or in a living street.</summary>
    public const double SlowRoadKmh = 60;

    /// <summary>Where the device sends no heading: the bearing from a fix at least so far away and at most so old.</summary>
    public const double BearingFromMeters = 15;
    public const double BearingWithinSeconds = 15;

    /// <summary>A metre by which route and straight line differ costs 1/β.</summary>
    public const double BetaMeters = 3;

    /// <summary>
    /// What a route can cost at most, also one that was not found: one odd detour, a missing turn in the map or a bad fix
    /// must not outweigh where the vehicle plainly is.
    /// </summary>
    public const double DearestRoute = 10;

    /// <summary>
    /// What is left of the earlier fixes' costs at each new one. It stands for the last eight fixes: their weights add up to eight,
    /// and a state of one number per candidate is enough.
    /// </summary>
    public const double Memory = 7 / 8.0;

    /// <summary>Candidates within this of the best are plausible.</summary>
    public const double PlausibleCost = 2;

    /// <summary>Candidates beyond this of the best are not carried on.</summary>
    public const double HopelessCost = 12;

    /// <summary>Matching starts anew after a longer silence or a longer way.</summary>
    public const double GapSeconds = 60;
    public const double GapMeters = 2000;

    /// <summary>Candidates of one fix. The farthest give way: in the densest places of the recorded drives there are 30.</summary>
    public const int MaxOptions = 64;

    /// <summary>Candidates carried to the next fix.</summary>
    public const int MaxCarried = 8;

    /// <summary>Runs of sixteen segments looked at for one fix; a city block has some ten.</summary>
    public const int MaxLeaves = 128;

    /// <summary>Junctions reached by all route searches of one fix together; what lies beyond counts as not found.</summary>
    public const int MaxJunctions = 512;
}

using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Idle;

/// <summary>An idle detection that has fired and whose vehicle still idles.</summary>
internal struct IdleEpisode
{
    public ulong Key;
    public ulong IntervalId;
    public long Since;

    /// <summary>Where it began; null when no position was known.</summary>
    public Position? Place;

    /// <summary>The fuel counter when it began, litres; null when the vehicle has none.</summary>
    public double? FuelLiters;

    /// <summary>Up to here starts and repeats have been told.</summary>
    public long ToldThrough;
}

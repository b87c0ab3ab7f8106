using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Idle;

/// <summary>An idle detection that has fired and whose vehicle still idles.</summary>
internal struct IdleEpisode
{
    private CompactPlace _place;
    private CompactNumber _fuel;

    public ulong Key;
    public ulong IntervalId;
    public long Since;

    /// <summary>Where it began; null when no position was known.</summary>
    public Position? Place
    {
        readonly get => _place;
        set => _place = value;
    }

    /// <summary>The fuel counter when it began, litres; null when the vehicle has none.</summary>
    public double? FuelLiters
    {
        readonly get => _fuel;
        set => _fuel = value;
    }

    /// <summary>Up to here starts and repeats have been told.</summary>
    public long ToldThrough;
}

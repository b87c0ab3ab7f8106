using EdgeRelay.Simulator.Route;

namespace EdgeRelay.Simulator.Fleet;

/// <summary>Fixed addresses in the city that vehicles like to visit: each lies in one of the landmarks.</summary>
internal static class Places
{
    /// <summary>12 m west of the yard's border, on the avenue that leads in.</summary>
    public static readonly StreetAddress JustBeforeYard = new(true, 6, 1_088);

    public static readonly StreetAddress YardGate = new(true, 6, 1_250);

    public static readonly StreetAddress Depot = new(false, 3, 1_700);
    public static readonly StreetAddress FuelStop = new(true, 3, 1_900);
    public static readonly StreetAddress MarketNorth = new(true, 10, 1_700);
    public static readonly StreetAddress MarketSouth = new(true, 2, 700);
    public static readonly StreetAddress School = new(false, 8, 1_100);

    /// <summary>How fast the first vehicle passes there, m/s: just under the avenue's limit.</summary>
    public const double SpeedBeforeYard = 15;

    public static IReadOnlyList<StreetAddress> Known { get; } = [YardGate, Depot, FuelStop, MarketNorth, MarketSouth, School];
}

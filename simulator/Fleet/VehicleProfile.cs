namespace EdgeRelay.Simulator.Fleet;

/// <summary>What kind of vehicle it is.</summary>
/// <param name="Acceleration">Full, m/s².</param>
/// <param name="Refrigerated">Carries two temperature probes.</param>
internal sealed record VehicleProfile(string Kind, double Acceleration, bool Refrigerated)
{
    private static readonly VehicleProfile[] All =
    [
        new("reefer", 1.2, true),
        new("van", 1.8, false),
        new("truck", 1.1, false),
        new("car", 2.4, false),
    ];

    /// <summary>Kinds take turns, so that a fleet of four has one of each; the first vehicle is a reefer.</summary>
    public static VehicleProfile Of(int vehicle) => All[vehicle % All.Length];
}

using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Roads;

/// <summary>A way's limit in one direction, packed as it stands in the road file. The default is unknown.</summary>
/// <remarks>Two low bits name the unit (1 km/h, 2 mph, 3 knots), the others count thousandths of it; all bits set is unlimited.</remarks>
public readonly record struct RoadLimit(uint Packed)
{
    private const double Thousandths = 1000;

    /// <summary>Known to have no limit: never fires, and is not the same as unknown.</summary>
    public static RoadLimit Unlimited => new(uint.MaxValue);

    public bool IsKnown => Packed != 0;

    public bool IsUnlimited => Packed == uint.MaxValue;

    /// <summary>The limit in the unit that the sign has; null when unknown or unlimited.</summary>
    public Speed? Speed => (Packed & 3, IsUnlimited) switch
    {
        (_, true) or (0, _) => null,
        (1, _) => Inputs.Speed.FromKmh((Packed >> 2) / Thousandths),
        (2, _) => Inputs.Speed.FromMph((Packed >> 2) / Thousandths),
        _ => new Speed((Packed >> 2) / Thousandths, SpeedUnit.Knots),
    };

    /// <summary>For comparisons of known limits; unlimited is above all.</summary>
    public double KilometersPerHour => IsUnlimited ? double.PositiveInfinity : Speed?.KilometersPerHour ?? 0;

    /// <param name="speed">In km/h, mph or knots, above 0 and below 10,000.</param>
    public static RoadLimit Of(Speed speed)
    {
        var unit = speed.Unit switch
        {
            SpeedUnit.KilometersPerHour => 1u,
            SpeedUnit.MilesPerHour => 2u,
            SpeedUnit.Knots => 3u,
            _ => throw new ArgumentException("A limit on a sign is in km/h, mph or knots.", nameof(speed)),
        };
        return new RoadLimit(((uint)Math.Round(speed.Value * Thousandths) << 2) | unit);
    }
}

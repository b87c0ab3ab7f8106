namespace EdgeRelay.Rules.Inputs;

/// <summary>A speed, kept in the unit in which it was given, so that a comparison in that unit is exact.</summary>
/// <remarks>
/// Factors are the international definitions: 1 mi = 1,609.344 m, 1 NM = 1,852 m. A km/h value becomes mph by one division by
/// 1.609344, unrounded; going through m/s would round twice and could miss a threshold that is met exactly.
/// </remarks>
public readonly record struct Speed(double Value, SpeedUnit Unit)
{
    private const double KilometersPerMile = 1.609344;
    private const double KilometersPerNauticalMile = 1.852;

    public double MilesPerHour => Unit switch
    {
        SpeedUnit.MilesPerHour => Value,
        SpeedUnit.KilometersPerHour => Value / KilometersPerMile,
        SpeedUnit.Knots => Value * KilometersPerNauticalMile / KilometersPerMile,
        _ => Value * 3.6 / KilometersPerMile,
    };

    public double KilometersPerHour => Unit switch
    {
        SpeedUnit.MilesPerHour => Value * KilometersPerMile,
        SpeedUnit.KilometersPerHour => Value,
        SpeedUnit.Knots => Value * KilometersPerNauticalMile,
        _ => Value * 3.6,
    };

    public double MetersPerSecond => Unit switch
    {
        SpeedUnit.MetersPerSecond => Value,
        _ => KilometersPerHour / 3.6,
    };

    public static Speed FromMph(double value) => new(value, SpeedUnit.MilesPerHour);

    public static Speed FromKmh(double value) => new(value, SpeedUnit.KilometersPerHour);

    public static Speed FromMetersPerSecond(double value) => new(value, SpeedUnit.MetersPerSecond);
}

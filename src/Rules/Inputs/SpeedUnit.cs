namespace EdgeRelay.Rules.Inputs;

/// <summary>The unit in which a device reported a speed or a customer typed one.</summary>
public enum SpeedUnit : byte
{
    MetersPerSecond,
    KilometersPerHour,
    MilesPerHour,
    Knots,
}

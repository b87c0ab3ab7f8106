namespace EdgeRelay.Rules;

/// <summary>Clock and GPS filters (telematics reference 2.3). All off in the raw profile.</summary>
public sealed record FilterSettings
{
    /// <summary>A sample later than its receive time by more than this is refused, seconds.</summary>
    public double FutureToleranceSeconds { get; init; } = 600;

    /// <summary>A sample older than its receive time by more than this is refused, seconds (one year).</summary>
    public double PastToleranceSeconds { get; init; } = 366 * 86_400d;

    /// <summary>Implied speed above which a fix counts as a jump, mph.</summary>
    public double JumpMph { get; init; } = 250;

    public double MaxHdop { get; init; } = 5;

    public int MinSatellites { get; init; } = 4;

    public double MaxAccuracyMeters { get; init; } = 100;

    /// <summary>With the ignition off, fixes nearer than this to where the vehicle was parked are held there, metres.</summary>
    public double ParkedDriftMeters { get; init; } = 30;

    /// <summary>Which of a device's speeds counts; a speed that is missing is derived from two fixes.</summary>
    public SpeedSource SpeedSource { get; init; }
}

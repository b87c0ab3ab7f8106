using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Rules;

/// <summary>Clock and GPS filters (telematics reference 2.3). All off in the raw profile.</summary>
public sealed record FilterSettings
{
    /// <summary>A sample later than its receive time by more than this is refused, seconds.</summary>
    [Range(0, 86_400d)]
    public double FutureToleranceSeconds { get; init; } = 600;

    /// <summary>A sample older than its receive time by more than this is refused, seconds (one year).</summary>
    [Range(3_600, 3_660 * 86_400d)]
    public double PastToleranceSeconds { get; init; } = 366 * 86_400d;

    /// <summary>Implied speed above which a fix counts as a jump, mph.</summary>
    [Range(100, 20_000d)]
    public double JumpMph { get; init; } = 250;

    /// <summary>Horizontal dilution above which a fix is poor.</summary>
    [Range(1, 100d)]
    public double MaxHdop { get; init; } = 5;

    /// <summary>Satellites below which a fix is poor, where the device tells their number.</summary>
    [Range(0, 24)]
    public int MinSatellites { get; init; } = 4;

    /// <summary>Accuracy above which a fix is poor, metres.</summary>
    [Range(1, 10_000d)]
    public double MaxAccuracyMeters { get; init; } = 100;

    /// <summary>With the ignition off, fixes nearer than this to where the vehicle was parked are held there, metres.</summary>
    [Range(0, 1_000d)]
    public double ParkedDriftMeters { get; init; } = 30;

    /// <summary>Which of a device's speeds counts; a speed that is missing is derived from two fixes.</summary>
    public SpeedSource SpeedSource { get; init; }
}

using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Rules.Idle;

/// <summary>What idling is (telematics reference 3).</summary>
public sealed record IdleSettings
{
    /// <summary>At or below this a vehicle with a running engine idles, km/h.</summary>
    [Range(0, 10d)]
    public double OnKmh { get; init; } = 1;

    /// <summary>Above this idling ends, km/h.</summary>
    [Range(0, 30d)]
    public double OffKmh { get; init; } = 5;

    /// <summary>Farther than this from where it began, idling ends, metres.</summary>
    [Range(10, 1_000d)]
    public double MaxMoveMeters { get; init; } = 50;

    /// <summary>Longer silence ends idling at the last sample and credits nothing, seconds.</summary>
    [Range(10, 3_600d)]
    public double MaxGapSeconds { get; init; } = 200;
}

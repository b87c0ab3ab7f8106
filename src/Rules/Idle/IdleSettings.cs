namespace EdgeRelay.Rules.Idle;

/// <summary>What idling is (telematics reference 3).</summary>
public sealed record IdleSettings
{
    /// <summary>At or below this a vehicle with a running engine idles, km/h.</summary>
    public double OnKmh { get; init; } = 1;

    /// <summary>Above this idling ends, km/h.</summary>
    public double OffKmh { get; init; } = 5;

    /// <summary>Farther than this from where it began, idling ends, metres.</summary>
    public double MaxMoveMeters { get; init; } = 50;

    /// <summary>Longer silence ends idling at the last sample and credits nothing, seconds.</summary>
    public double MaxGapSeconds { get; init; } = 200;
}

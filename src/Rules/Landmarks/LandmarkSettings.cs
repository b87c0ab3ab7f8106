namespace EdgeRelay.Rules.Landmarks;

/// <summary>Gates of entering and leaving (telematics reference 4.1).</summary>
public sealed record LandmarkSettings
{
    /// <summary>Up to this accuracy a fix inside counts as inside, metres; beyond it must be inside by more than its accuracy.</summary>
    public double TrustedAccuracyMeters { get; init; } = 50;

    /// <summary>Accuracy is counted up to this when leaving, metres.</summary>
    public double MaxLeaveAccuracyMeters { get; init; } = 200;

    /// <summary>Between fixes at most so far apart in time a crossing is interpolated, seconds.</summary>
    public double CrossingSeconds { get; init; } = 120;

    /// <summary>Between fixes at least so far apart a crossing is interpolated, metres.</summary>
    public double CrossingMeters { get; init; } = 100;

    /// <summary>A way through a landmark shorter than this is no visit, metres.</summary>
    public double MinChordMeters { get; init; } = 10;

    /// <summary>Longer silence restarts a dwell, seconds.</summary>
    public double MaxGapSeconds { get; init; } = 600;
}

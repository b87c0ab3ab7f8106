namespace EdgeRelay.Rules.Ignition;

/// <summary>How an ignition edge is read and believed (telematics reference 3).</summary>
public sealed record IgnitionSettings
{
    /// <summary>Engine speed from which the ignition counts as on, 1/min. Below it and above 0 nothing is concluded.</summary>
    public double RunningRpm { get; init; } = 300;

    /// <summary>Seconds without contradiction after which an edge is believed; a second agreeing sample is enough before. 0 to 60.</summary>
    public double ConfirmSeconds { get; init; } = 2;
}

using System.ComponentModel.DataAnnotations;

namespace EdgeRelay.Rules.Ignition;

/// <summary>How an ignition edge is read and believed (telematics reference 3).</summary>
public sealed record IgnitionSettings
{
    /// <summary>Engine speed from which the ignition counts as on, 1/min. Below it and above 0 nothing is concluded.</summary>
    [Range(1, 5_000d)]
    public double RunningRpm { get; init; } = 300;

    /// <summary>Seconds without contradiction after which an edge is believed; a second agreeing sample is enough before. 0 to 60.</summary>
    [Range(0, 60d)]
    public double ConfirmSeconds { get; init; } = 2;

    /// <summary>Read the ignition off the supply voltage where a device says nothing else. Off: chargers and tired batteries lie.</summary>
    public bool FromVoltage { get; init; }

    /// <summary>From here on a 12 V supply is being charged: the engine runs. Twice that for 24 V, which is told by more than 18 V.</summary>
    [Range(12, 16d)]
    public double ChargingVolts { get; init; } = 13.2;

    /// <summary>Up to here nothing charges a 12 V supply: the engine stands.</summary>
    [Range(9, 14d)]
    public double RestingVolts { get; init; } = 12.8;

    /// <summary>So long the voltage must say so, seconds.</summary>
    [Range(0, 3_600d)]
    public double VoltageSeconds { get; init; } = 30;
}

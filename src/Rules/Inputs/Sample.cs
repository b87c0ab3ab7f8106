namespace EdgeRelay.Rules.Inputs;

/// <summary>One telemetry report. A field that the device did not send is null: absent is not zero (telematics reference 2.1).</summary>
public sealed class Sample : VehicleInput
{
    /// <summary>The device's own counter, if it has one; part of the identity used to drop duplicates.</summary>
    public long? Sequence { get; init; }

    /// <summary>
    /// 64-bit hash of the message element as received, or of its <c>id</c> when it has one; tells equal messages from others of the
    /// same time. Fast and well mixed, not cryptographic; stable for ever, because event ids are made from it.
    /// </summary>
    public ulong ContentHash { get; init; }

    public Position? Position { get; init; }

    /// <summary>False when the device says that its fix is not valid. True when it says nothing.</summary>
    public bool FixValid { get; init; } = true;

    public Speed? GpsSpeed { get; init; }

    public Speed? EcuSpeed { get; init; }

    /// <summary>Degrees clockwise from north, 0 ≤ value &lt; 360.</summary>
    public double? HeadingDegrees { get; init; }

    public double? AltitudeMeters { get; init; }

    public double? AccuracyMeters { get; init; }

    public double? Hdop { get; init; }

    public int? Satellites { get; init; }

    public bool? Ignition { get; init; }

    public bool? Moving { get; init; }

    /// <summary>Power take-off engaged: the engine works while the vehicle stands.</summary>
    public bool? Pto { get; init; }

    public double? Rpm { get; init; }

    public double? EngineHours { get; init; }

    public double? OdometerMeters { get; init; }

    public double? FuelPercent { get; init; }

    /// <summary>Fuel that the engine has used in its life, litres: a counter, like the odometer.</summary>
    public double? FuelUsedLiters { get; init; }

    public double? SupplyVolts { get; init; }

    /// <summary>Posted limit as the device knows it.</summary>
    public Speed? PostedLimit { get; init; }

    public IReadOnlyList<ProbeReading> Temperatures { get; init; } = [];

    public string? DriverTag { get; init; }

    public string? Vin { get; init; }

    /// <summary>Why the device sent this report, in its own words.</summary>
    public string? Reason { get; init; }

    /// <summary>The device sent it from its buffer, not live.</summary>
    public bool Buffered { get; init; }

    public IReadOnlyList<string> DiagnosticCodes { get; init; } = [];

    /// <summary>Fields that the gateway does not know, as one UTF-8 JSON object; passed through. Empty when there are none.</summary>
    public ReadOnlyMemory<byte> Extras { get; init; }
}

using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>A telemetry element while its fields come in; lives on the stack.</summary>
internal struct SampleDraft
{
    public Instant? Time;
    public long? Sequence;
    public ulong? IdHash;
    public double? Latitude;
    public double? Longitude;
    public Speed? GpsSpeed;
    public Speed? EcuSpeed;
    public Speed? PostedLimit;
    public double? HeadingDegrees;
    public double? AltitudeMeters;
    public double? AccuracyMeters;
    public double? Hdop;
    public int? Satellites;
    public bool? Fix;
    public bool? Ignition;
    public bool? Moving;
    public bool? Pto;
    public double? OdometerMeters;
    public double? Rpm;
    public double? FuelPercent;
    public double? FuelUsedLiters;
    public double? SupplyVolts;
    public double? EngineHours;
    public ProbeReading[]? Temperatures;
    public string? DriverTag;
    public string? Vin;
    public string? Reason;
    public bool? Buffered;
    public string[]? DiagnosticCodes;
    public ReadOnlyMemory<byte> Extras;

    /// <summary>
    /// A position outside of the globe is dropped and the fix counted as invalid: the rest of the element is good
    /// (telematics reference 2.3, <c>no_position</c>).
    /// </summary>
    public readonly Sample ToSample(Instant time, Instant received, ulong contentHash)
    {
        var onGlobe = Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180;
        return new Sample
        {
            Time = time,
            Received = received,
            Sequence = Sequence,
            ContentHash = IdHash ?? contentHash,
            Position = onGlobe ? new Position(Latitude!.Value, Longitude!.Value) : null,
            FixValid = (Fix ?? true) && (onGlobe || Latitude is null),
            GpsSpeed = GpsSpeed,
            EcuSpeed = EcuSpeed,
            HeadingDegrees = HeadingDegrees,
            AltitudeMeters = AltitudeMeters,
            AccuracyMeters = AccuracyMeters,
            Hdop = Hdop,
            Satellites = Satellites,
            Ignition = Ignition,
            Moving = Moving,
            Pto = Pto,
            Rpm = Rpm,
            EngineHours = EngineHours,
            OdometerMeters = OdometerMeters,
            FuelPercent = FuelPercent,
            FuelUsedLiters = FuelUsedLiters,
            SupplyVolts = SupplyVolts,
            PostedLimit = PostedLimit,
            Temperatures = Temperatures ?? [],
            DriverTag = DriverTag,
            Vin = Vin,
            Reason = Reason,
            Buffered = Buffered ?? false,
            DiagnosticCodes = DiagnosticCodes ?? [],
            Extras = Extras,
        };
    }
}

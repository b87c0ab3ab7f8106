namespace EdgeRelay.Gateway.Journal;

/// <summary>Which fields of a sample are stored, in the order in which they follow. Common ones come first: the mask is then three bytes.</summary>
[Flags]
internal enum InputCodecSampleFields : uint
{
    None = 0,
    Sequence = 1 << 0,
    Position = 1 << 1,
    GpsSpeed = 1 << 2,
    Heading = 1 << 3,
    Accuracy = 1 << 4,
    Satellites = 1 << 5,
    IgnitionKnown = 1 << 6,
    IgnitionOn = 1 << 7,
    Odometer = 1 << 8,
    Temperatures = 1 << 9,
    DriverTag = 1 << 10,
    Altitude = 1 << 11,
    Hdop = 1 << 12,
    MovingKnown = 1 << 13,
    MovingTrue = 1 << 14,
    SupplyVolts = 1 << 15,
    Rpm = 1 << 16,
    Reason = 1 << 17,
    FuelPercent = 1 << 18,
    Buffered = 1 << 19,
    FixInvalid = 1 << 20,
    EcuSpeed = 1 << 21,
    PostedLimit = 1 << 22,
    PtoKnown = 1 << 23,
    PtoTrue = 1 << 24,
    EngineHours = 1 << 25,
    Vin = 1 << 26,
    DiagnosticCodes = 1 << 27,
    Extras = 1 << 28,
    FuelUsed = 1 << 29,
    All = (1 << 30) - 1,
}

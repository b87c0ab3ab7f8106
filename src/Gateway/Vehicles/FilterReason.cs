namespace EdgeRelay.Gateway.Vehicles;

/// <summary>Why a time or a position of a message was not taken as it came (telematics reference 2.3).</summary>
internal enum FilterReason
{
    BadTime,
    FutureTime,
    PastTime,
    GpsWeek,
    NoPosition,
    Jump,
    PoorGnss,
    ParkedDrift,
}

namespace EdgeRelay.Rules.Trips;

/// <summary>Who drove for a part of a trip that is not over yet, Unix milliseconds.</summary>
internal readonly record struct TripDriver(string DriverId, long Since, long Until);

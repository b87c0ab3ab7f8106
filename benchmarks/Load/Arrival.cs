namespace EdgeRelay.Benchmarks.Load;

/// <summary>One POST as the receiver saw it; sent to the generator as these 24 bytes.</summary>
/// <param name="Vehicle">Number in the vehicle's id.</param>
/// <param name="OccurredMs">Event time, Unix ms.</param>
/// <param name="Timestamp">Monotonic clock at the start of the request.</param>
internal readonly record struct Arrival(long Vehicle, long OccurredMs, long Timestamp);

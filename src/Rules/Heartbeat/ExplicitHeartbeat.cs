namespace EdgeRelay.Rules.Heartbeat;

/// <summary>A heartbeat that the device sent as such.</summary>
/// <param name="At">Event time, Unix ms.</param>
/// <param name="Content">Hash of its content.</param>
internal sealed record ExplicitHeartbeat(long At, ulong Content);

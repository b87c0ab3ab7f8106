namespace EdgeRelay.Rules.Events;

/// <summary>A part of a trip and who drove it.</summary>
public sealed record DrivenPart(string DriverId, Instant From, Instant Until);

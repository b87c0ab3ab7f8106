namespace EdgeRelay.Rules.Events;

/// <summary>What an ended speed episode amounted to.</summary>
public sealed record SpeedSummary(double PeakMph, double MeanMph, double DistanceMeters);

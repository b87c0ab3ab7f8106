namespace EdgeRelay.Rules.Speeding;

/// <summary>What one sample means for one speed detection.</summary>
/// <param name="IsOn">At or above the threshold.</param>
/// <param name="IsOff">Below the threshold by more than the hysteresis.</param>
internal readonly record struct SpeedCondition(double Mph, bool IsOn, bool IsOff);

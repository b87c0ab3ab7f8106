namespace EdgeRelay.Simulator.Fleet;

/// <summary>What a vehicle does where it arrives, and for how long.</summary>
internal readonly record struct Stop(Activity Activity, double Seconds);

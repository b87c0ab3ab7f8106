namespace EdgeRelay.Rules.Inputs;

/// <summary>One temperature probe's reading. <paramref name="Celsius"/> is null when the probe reported no value.</summary>
public readonly record struct ProbeReading(string Probe, double? Celsius);

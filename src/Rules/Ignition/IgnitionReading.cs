namespace EdgeRelay.Rules.Ignition;

/// <summary>What one sample says of the ignition.</summary>
/// <param name="Since">When it began to be so, Unix milliseconds; before the sample where the source needs time to be sure.</param>
/// <param name="IsSure">Needs no second sample that agrees.</param>
internal readonly record struct IgnitionReading(bool On, IgnitionSource Source, long Since, bool IsSure);

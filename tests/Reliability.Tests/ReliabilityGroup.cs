namespace EdgeRelay.Reliability.Tests;

/// <summary>Runs share the machine's processors with the gateway that they torture: one after another.</summary>
[CollectionDefinition(nameof(ReliabilityGroup), DisableParallelization = true)]
public sealed class ReliabilityGroup;

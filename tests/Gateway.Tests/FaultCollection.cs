namespace EdgeRelay.Gateway.Tests;

/// <summary>Fault points belong to the process: tests that arm one run alone.</summary>
[CollectionDefinition(nameof(FaultCollection), DisableParallelization = true)]
public sealed class FaultCollection;

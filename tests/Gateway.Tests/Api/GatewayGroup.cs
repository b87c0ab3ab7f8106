namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>Tests that share one gateway; each makes what it needs under names of its own.</summary>
[CollectionDefinition(nameof(GatewayGroup))]
public sealed class GatewayGroup : ICollectionFixture<GatewayFixture>;

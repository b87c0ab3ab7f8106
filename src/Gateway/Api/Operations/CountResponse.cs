namespace EdgeRelay.Gateway.Api.Operations;

/// <summary>What a dry run found.</summary>
/// <param name="Count">How many would be concerned now. Nothing was done.</param>
internal sealed record CountResponse(long Count);

namespace EdgeRelay.Gateway.Api.Groups;

/// <summary>What a customer says of a vehicle group.</summary>
internal sealed record GroupRequest
{
    /// <summary>1 to 200 characters; no two groups of an account have the same.</summary>
    public string? Name { get; init; }

    // What only the gateway sets is ignored, so that what GET gave can be sent back.

    public long? Id { get; init; }

    public long? VehicleCount { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public long? Version { get; init; }
}

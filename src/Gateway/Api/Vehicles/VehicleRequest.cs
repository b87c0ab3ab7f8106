namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary>What a customer says of a vehicle.</summary>
internal sealed record VehicleRequest
{
    /// <summary>The account's own id, as in the MQTT topic. Needed by POST; cannot be changed.</summary>
    public string? Id { get; init; }

    public string? Label { get; init; }

    public string? SerialNumber { get; init; }

    /// <summary>IANA name; null is UTC.</summary>
    public string? Timezone { get; init; }

    /// <summary>
    /// What to do with telemetry whose time is missing, cannot be read, or is refused by the clock filter: <c>reject</c> (default), or
    /// <c>use_received</c> for a device without a clock.
    /// </summary>
    public string? OnBadTime { get; init; }

    /// <summary>Ignored, so that what GET gave can be sent back.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Ignored, so that what GET gave can be sent back.</summary>
    public long? Version { get; init; }
}

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>Something to be done to many deliveries.</summary>
internal sealed record BulkRequest
{
    /// <summary><c>resend</c>: what is finished, as ordinary messages. <c>cancel</c>: what waits.</summary>
    public string? Action { get; init; }

    /// <summary>Ids of deliveries, at most 1,000; or give <see cref="Filter"/>.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    public DeliverySelection? Filter { get; init; }

    /// <summary>Count only.</summary>
    public bool? DryRun { get; init; }
}

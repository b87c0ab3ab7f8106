namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>The deliveries that a bulk request is about: every field given must match.</summary>
internal sealed record DeliverySelection
{
    /// <summary>Id of a webhook.</summary>
    public long? Webhook { get; init; }

    /// <summary>As in the list of deliveries, such as <c>failed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Event type.</summary>
    public string? Type { get; init; }

    /// <summary>Id of a vehicle.</summary>
    public string? Vehicle { get; init; }

    /// <summary>Made then or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Made before then.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }
}

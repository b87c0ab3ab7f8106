namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Body of a test; may be missing.</summary>
internal sealed record WebhookTestRequest
{
    /// <summary>Event type of the sample; the webhook's first when not given.</summary>
    public string? Type { get; init; }
}

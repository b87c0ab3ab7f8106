namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The long form of <see cref="WebhookDelivery.Retry"/>.</summary>
internal sealed record WebhookRetry
{
    /// <summary><c>standard</c>, <c>crm</c> or <c>custom</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>Waits before the attempts 2, 3, … of <c>custom</c>, seconds.</summary>
    public IReadOnlyList<int>? WaitsS { get; init; }
}

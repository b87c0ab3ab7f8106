namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>How requests are signed.</summary>
internal sealed record WebhookSignature
{
    /// <summary><c>standard</c>: Standard Webhooks, HMAC-SHA256.</summary>
    public string? Scheme { get; init; }
}

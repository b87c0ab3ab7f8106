namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>How requests are signed.</summary>
internal sealed record WebhookSignature
{
    /// <summary>
    /// <c>standard</c> (Standard Webhooks, HMAC-SHA256), <c>svix</c>, <c>onfleet</c>, <c>samsara</c>, <c>motive</c>, <c>github</c>,
    /// <c>stripe</c>, <c>zubie</c>, <c>fleetio</c> or <c>none</c>.
    /// </summary>
    public string? Scheme { get; init; }
}

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>A header of the customer's own in each request.</summary>
internal sealed record WebhookHeader
{
    public string? Name { get; init; }

    /// <summary>Visible ASCII and spaces. Of a secret header only written, never shown; null in a change keeps the one that is set.</summary>
    public string? Value { get; init; }

    /// <summary>The value is encrypted at rest, never shown again, and masked in the log.</summary>
    public bool? Secret { get; init; }
}

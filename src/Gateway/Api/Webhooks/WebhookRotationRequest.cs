namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>Body of a rotation; may be missing.</summary>
internal sealed record WebhookRotationRequest
{
    /// <summary>Hours for which the old secret signs too, 0 to 168; 24 when not given. 0 ends all old secrets at once.</summary>
    public double? OverlapHours { get; init; }
}

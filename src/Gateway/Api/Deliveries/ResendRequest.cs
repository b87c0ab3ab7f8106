namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>Body of a resend; may be left out.</summary>
internal sealed record ResendRequest
{
    /// <summary>
    /// True sends it as an ordinary message, by the webhook's retry schedule and behind what waits. False, the default, makes one attempt at
    /// once.
    /// </summary>
    public bool? Retry { get; init; }
}

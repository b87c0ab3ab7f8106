namespace EdgeRelay.Gateway.Api.Events;

/// <summary>Body of a replay.</summary>
internal sealed record ReplayRequest
{
    /// <summary>Id of the webhook that is to get the event, whatever its triggers say.</summary>
    public long? Webhook { get; init; }
}

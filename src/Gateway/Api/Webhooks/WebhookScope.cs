namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The vehicles that a webhook is limited to.</summary>
internal sealed record WebhookScope
{
    /// <summary>Ids of vehicle groups.</summary>
    public IReadOnlyList<long>? Groups { get; init; }

    /// <summary>Ids of vehicles; empty is all.</summary>
    public IReadOnlyList<string>? Vehicles { get; init; }
}

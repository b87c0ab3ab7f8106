namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>The vehicles that a webhook is limited to: those named and those of the groups. Nothing named is all.</summary>
internal sealed record WebhookScope
{
    /// <summary>Ids of vehicle groups.</summary>
    public IReadOnlyList<long>? Groups { get; init; }

    /// <summary>Ids of vehicles.</summary>
    public IReadOnlyList<string>? Vehicles { get; init; }
}

namespace EdgeRelay.Relay.Subscriptions;

/// <summary>What a user asks for, before it is checked. Secrets are in clear text.</summary>
public sealed record SubscriptionDraft
{
    public string? Name { get; init; }

    public string? Url { get; init; }

    public string? ContentType { get; init; }

    public string? FormStyle { get; init; }

    public string? Profile { get; init; }

    public string? Email { get; init; }

    /// <summary><c>none</c>, <c>basic</c> or <c>header</c>; null is <c>none</c>.</summary>
    public string? AuthType { get; init; }

    public string? AuthUser { get; init; }

    /// <summary>Basic password or header value; null when an edit leaves the stored one alone.</summary>
    public string? AuthSecret { get; init; }

    /// <summary>True when a secret is stored already, so that null means "unchanged".</summary>
    public bool AuthSecretIsSet { get; init; }

    public string? Retry { get; init; }

    /// <summary>Waits of the preset <c>custom</c>, seconds.</summary>
    public IReadOnlyList<int>? WaitsSeconds { get; init; }

    public int? TimeoutSeconds { get; init; }

    public int? MaxInFlight { get; init; }

    public string? OnFailure { get; init; }
}

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

    /// <summary><c>none</c>, <c>basic</c>, <c>header</c>, <c>bearer</c> or <c>oauth2</c>; null is <c>none</c>.</summary>
    public string? AuthType { get; init; }

    /// <summary>Basic user or OAuth2 client id.</summary>
    public string? AuthUser { get; init; }

    /// <summary>Basic password, header value, token or client secret; null when an edit leaves the stored one alone.</summary>
    public string? AuthSecret { get; init; }

    /// <summary>True when a secret is stored already, so that null means "unchanged".</summary>
    public bool AuthSecretIsSet { get; init; }

    public string? TokenUrl { get; init; }

    public string? TokenScope { get; init; }

    public string? TokenAudience { get; init; }

    /// <summary><c>basic</c> or <c>post</c>: where the OAuth2 client's id and secret stand; null is <c>basic</c>.</summary>
    public string? ClientAuth { get; init; }

    public IReadOnlyList<HeaderDraft> Headers { get; init; } = [];

    public string? SignatureScheme { get; init; }

    /// <summary><c>check</c>, <c>challenge</c> or <c>cloudevents</c>; null is <c>check</c>.</summary>
    public string? Ownership { get; init; }

    public string? Retry { get; init; }

    /// <summary>Waits of the preset <c>custom</c>, seconds.</summary>
    public IReadOnlyList<int>? WaitsSeconds { get; init; }

    public int? TimeoutSeconds { get; init; }

    public int? MaxInFlight { get; init; }

    public double? RatePerSecond { get; init; }

    public string? OnFailure { get; init; }

    public int? SkipAfter { get; init; }

    public int? MaxAgeSeconds { get; init; }

    public bool? Coalesce { get; init; }

    public int? BatchMax { get; init; }

    public int? BatchWaitMs { get; init; }

    public int? MaxDepth { get; init; }
}

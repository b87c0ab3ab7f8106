namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>What stands in the <c>Authorization</c> header of the webhook's requests.</summary>
internal sealed record WebhookAuth
{
    /// <summary><c>none</c>, <c>basic</c> or <c>header</c>.</summary>
    public string? Type { get; init; }

    /// <summary>User name of <c>basic</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Password of <c>basic</c>. Only written, never shown; null in a change keeps the one that is set.</summary>
    public string? Password { get; init; }

    /// <summary>The whole value for <c>header</c>. Only written, never shown; null in a change keeps the one that is set.</summary>
    public string? Value { get; init; }

    /// <summary>Whether a password or value is stored. Ignored in requests.</summary>
    public bool? Set { get; init; }
}

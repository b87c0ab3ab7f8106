using System.Text.Json.Serialization;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>What stands in the <c>Authorization</c> header of the webhook's requests.</summary>
internal sealed record WebhookAuth
{
    /// <summary><c>none</c>, <c>basic</c>, <c>header</c>, <c>bearer</c> or <c>oauth2</c>.</summary>
    public string? Type { get; init; }

    /// <summary>User name of <c>basic</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Password of <c>basic</c>. Only written, never shown; null in a change keeps the one that is set.</summary>
    public string? Password { get; init; }

    /// <summary>The whole value for <c>header</c>. Only written, never shown; null in a change keeps the one that is set.</summary>
    public string? Value { get; init; }

    /// <summary>Token of <c>bearer</c>. Only written, never shown; null in a change keeps the one that is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>Where <c>oauth2</c> asks for tokens by client credentials.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenUrl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientId { get; init; }

    /// <summary>Only written, never shown; null in a change keeps the one that is set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }

    /// <summary>Asked for with the token.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    /// <summary>Asked for with the token.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Audience { get; init; }

    /// <summary>Where the client's id and secret stand: <c>basic</c> (authorization header) or <c>post</c> (body).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientAuth { get; init; }

    /// <summary>Whether a password, value, token or client secret is stored. Ignored in requests.</summary>
    public bool? Set { get; init; }
}

using System.Text.Json;

namespace EdgeRelay.Gateway.Api.RuleSettings;

/// <summary>A change of an account's rule settings.</summary>
internal sealed record RuleSettingsRequest
{
    /// <summary>What the account sets, shaped like <c>effective</c>; null takes a setting, a section or all back to the gateway's.</summary>
    public JsonElement? Own { get; init; }

    // What only the gateway sets is ignored, so that what GET gave can be sent back.

    public JsonElement? Effective { get; init; }

    public JsonElement? Defaults { get; init; }

    public DateTimeOffset? EffectiveFrom { get; init; }

    public long? Version { get; init; }
}

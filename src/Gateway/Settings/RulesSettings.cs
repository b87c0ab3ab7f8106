using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Settings;

/// <summary>Defaults of the rules.</summary>
public sealed record RulesSettings
{
    /// <summary><c>standard</c>, or <c>raw</c>: all filters, buffers and gates off.</summary>
    public RuleProfile Profile { get; init; } = RuleProfile.Standard;
}

using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.RuleSettings;

/// <summary>How an account's rules judge.</summary>
/// <param name="Own">What the account set itself: the part that PATCH changes.</param>
/// <param name="Effective">What counts.</param>
/// <param name="Defaults">The gateway's settings, which count where the account set nothing.</param>
/// <param name="EffectiveFrom">What was received before is judged by what counted then; null when the account never set anything.</param>
internal sealed record RuleSettingsResponse(
    JsonObject Own, RuleValues Effective, RuleValues Defaults, DateTimeOffset? EffectiveFrom, long Version)
{
    /// <param name="row">Null when the account never set anything.</param>
    public static RuleSettingsResponse Of(RuleSettingsRow? row, RulesSettings gateway) => new(
        (JsonObject)JsonNode.Parse(row?.Own ?? "{}")!,
        row is null ? RuleValues.Of(gateway) : StoredRuleSettings.Effective(row.Own, gateway),
        RuleValues.Of(gateway),
        row is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.FromMs),
        row?.Version ?? 0);
}

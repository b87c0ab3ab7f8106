using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Accounts;

/// <summary>Reads an account's own rule settings: what it set lies over the gateway's, which may change with a start.</summary>
internal static class StoredRuleSettings
{
    /// <returns>Oldest first; at least the gateway's own, which count until the account set something.</returns>
    public static IReadOnlyList<RuleEra> Read(CoreContext core, long accountId, RulesSettings gateway) =>
    [
        new RuleEra(long.MinValue, gateway),
        .. core.RuleSettings.Where(s => s.AccountId == accountId).OrderBy(s => s.FromMs).AsEnumerable()
            .Select(s => new RuleEra(s.FromMs, Effective(s.Own, gateway).Over(gateway))),
    ];

    /// <param name="own">What the account set, a JSON object shaped like <see cref="RuleValues"/>.</param>
    public static RuleValues Effective(string own, RulesSettings gateway)
    {
        using var set = JsonDocument.Parse(own);
        return Merged(set.RootElement, gateway).Deserialize<RuleValues>(ApiJson.Options)!;
    }

    /// <summary>The same before it is read, so that faults in it have their places.</summary>
    public static JsonElement Merged(JsonElement own, RulesSettings gateway) =>
        MergePatch.Apply((JsonObject)JsonSerializer.SerializeToNode(RuleValues.Of(gateway), ApiJson.Options)!, own);
}

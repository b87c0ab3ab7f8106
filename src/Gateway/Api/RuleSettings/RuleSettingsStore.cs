using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Drivers;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;

namespace EdgeRelay.Gateway.Api.RuleSettings;

/// <summary>
/// Changes of an account's rule settings. Each is committed, and known to the lanes, before it is answered; it counts for what is received from
/// then on.
/// </summary>
internal sealed class RuleSettingsStore(CoreDatabase database, ConfigurationWriter writer, AccountBooks books, RulesSettings gateway)
{
    /// <summary>Former settings that are kept; of more the oldest go, though what they judged might be judged again.</summary>
    private const int MostKept = 32;

    public async Task<RuleSettingsResponse> Read(Caller caller)
    {
        await using var core = database.Read();
        return RuleSettingsResponse.Of(Newest(core, caller), gateway);
    }

    /// <param name="patch">A merge patch of what the account set; null takes all back.</param>
    public async Task<Parsed<RuleSettingsResponse>> Change(Caller caller, Precondition precondition, JsonElement? patch)
    {
        using var change = await books.BeginChange();
        var changed = await writer.Write<Parsed<RuleSettingsRow>>(core =>
        {
            var present = Newest(core, caller);
            if (precondition.Check(present?.Version ?? 0) is { } refusal)
            {
                return refusal;
            }

            if (!RuleSettingsRules.Apply((JsonObject)JsonNode.Parse(present?.Own ?? "{}")!, patch, gateway).Succeeded(out var own, out var problem))
            {
                return problem;
            }

            if (own == (present?.Own ?? "{}"))
            {
                return present ?? new RuleSettingsRow { Own = own };
            }

            var row = new RuleSettingsRow
            {
                AccountId = caller.AccountId,
                FromMs = change.EffectiveFrom.UnixMilliseconds,
                Version = (present?.Version ?? 0) + 1,
                Own = own,
            };
            Forget(core, caller, row.FromMs);
            core.RuleSettings.Add(row);
            return row;
        });
        if (!changed.Succeeded(out var stored, out var fault))
        {
            return fault;
        }

        books.Reload(caller.AccountId);
        return RuleSettingsResponse.Of(stored.Version == 0 ? null : stored, gateway);
    }

    private static RuleSettingsRow? Newest(CoreContext core, Caller caller) =>
        core.RuleSettingsOf(caller).OrderByDescending(s => s.FromMs).FirstOrDefault();

    /// <summary>Settings that ended before anything that can still be judged.</summary>
    private static void Forget(CoreContext core, Caller caller, long nowMs)
    {
        var former = core.RuleSettingsOf(caller).OrderBy(s => s.FromMs).ToList();
        core.RuleSettings.RemoveRange(former.TakeWhile((_, i) =>
            former.Count - i >= MostKept
            || (i + 1 < former.Count ? former[i + 1].FromMs : nowMs) < nowMs - TagHistory.KeptMilliseconds));
    }
}

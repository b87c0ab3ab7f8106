using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Api.RuleSettings;

/// <summary>Finds every fault in what an account wants of the rules. Pure.</summary>
internal static class RuleSettingsRules
{
    private const string Place = "/own";

    /// <param name="present">What the account set so far.</param>
    /// <param name="patch">A merge patch of it.</param>
    /// <returns>What it has set then, as JSON.</returns>
    public static Parsed<string> Apply(JsonObject present, JsonElement? patch, RulesSettings gateway)
    {
        if (patch is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
        {
            return ApiProblem.Of([new ProblemFault(Place, ApiErrors.InvalidRequest.Code, "An object with settings is expected, or null for none.")]);
        }

        var own = patch is { ValueKind: JsonValueKind.Object } changes ? MergePatch.Apply(present, changes)
            : JsonSerializer.SerializeToElement(new JsonObject());
        var faults = new List<ProblemFault>();
        if (StrictJson.TryRead<RuleValues>(StoredRuleSettings.Merged(own, gateway), Place, faults) is { } values)
        {
            CheckRanges(values, faults);
            CheckPairs(values, faults);
        }

        return faults.Count == 0 ? own.GetRawText() : ApiProblem.Of(faults);
    }

    private static void CheckRanges(RuleValues values, List<ProblemFault> faults)
    {
        foreach (var section in typeof(RuleValues).GetProperties().Where(p => p.PropertyType.IsClass))
        {
            var settings = section.GetValue(values)!;
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
            foreach (var member in results.SelectMany(r => r.MemberNames))
            {
                var setting = settings.GetType().GetProperty(member)!;
                faults.Add(Fault(
                    $"{NameOf(section.Name)}/{NameOf(member)}",
                    SettingsCheck.Demand(setting) is { } demand ? $"{NameOf(member)} {demand}." : "The value is not allowed."));
            }
        }
    }

    /// <summary>What begins where it ends would begin and end with every sample.</summary>
    private static void CheckPairs(RuleValues values, List<ProblemFault> faults)
    {
        if (values.Idle.OffKmh < values.Idle.OnKmh)
        {
            faults.Add(Fault("idle/off_kmh", "Idling must not end below the speed at which it begins (on_kmh)."));
        }

        if (values.Ignition.RestingVolts > values.Ignition.ChargingVolts)
        {
            faults.Add(Fault("ignition/resting_volts", "The resting voltage must not be above the charging one (charging_volts)."));
        }
    }

    private static string NameOf(string member) => ApiJson.Options.PropertyNamingPolicy!.ConvertName(member);

    private static ProblemFault Fault(string path, string detail) => new($"{Place}/{path}", ApiErrors.ParameterOutOfRange.Code, detail);
}

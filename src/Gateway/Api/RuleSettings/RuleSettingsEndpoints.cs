using System.Text.Json;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Versions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.RuleSettings;

/// <summary><c>/v1/rule-settings</c>: how the account's rules judge, beyond the triggers' own parameters.</summary>
internal static class RuleSettingsEndpoints
{
    public static void MapRuleSettings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/rule-settings").WithTags("rule-settings");
        group.MapGet("", Get);
        group.MapPatch("", Edit).Takes<RuleSettingsRequest>("application/merge-patch+json", "application/json");
    }

    private static async Task<Ok<RuleSettingsResponse>> Get(Caller caller, HttpContext context, RuleSettingsStore settings) =>
        Shown(context, await settings.Read(caller));

    private static async Task<Results<Ok<RuleSettingsResponse>, ApiProblem>> Edit(
        Caller caller, HttpContext context, RuleSettingsStore settings)
    {
        if (!(await RequestJson.ReadPatch(context)).Succeeded(out var patch, out var problem)
            || !StrictJson.Read<RuleSettingsRequest>(patch).Succeeded(out _, out problem))
        {
            return problem;
        }

        // Null takes all back; a patch without it changes nothing.
        var own = patch.TryGetProperty("own", out var given) ? given : JsonSerializer.SerializeToElement(new { });
        return (await settings.Change(caller, Precondition.Of(context), own)).Succeeded(out var shown, out problem)
            ? Shown(context, shown)
            : problem;
    }

    private static Ok<RuleSettingsResponse> Shown(HttpContext context, RuleSettingsResponse settings)
    {
        Precondition.Announce(context, settings.Version);
        return TypedResults.Ok(settings);
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Api.Vehicles;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Groups;

/// <summary><c>/v1/groups</c>: groups of vehicles, by which triggers and webhooks choose.</summary>
internal static class GroupEndpoints
{
    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/groups").WithTags("groups");
        group.MapGet("", List).WithPaging("q");
        group.MapPost("", Create).Takes<GroupRequest>("application/json");
        group.MapGet("/{id:long}", Get);
        group.MapPatch("/{id:long}", Rename).Takes<GroupRequest>("application/merge-patch+json", "application/json");
        group.MapDelete("/{id:long}", Delete);
        group.MapGet("/{id:long}/vehicles", Vehicles).WithPaging();
        group.MapPost("/{id:long}/vehicles", ChangeVehicles).Takes<GroupVehiclesRequest>("application/json");
        group.MapPut("/{id:long}/vehicles/{vehicle}", PutIn);
        group.MapDelete("/{id:long}/vehicles/{vehicle}", TakeOut);
    }

    private static async Task<Results<Ok<Page<GroupResponse>>, ApiProblem>> List(
        Caller caller, HttpContext context, CoreDatabase database, string? limit, string? cursor, string? q)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        var rows = core.GroupsOf(caller);
        rows = page.Number is { } after ? rows.Where(g => g.Id > after) : rows;
        rows = string.IsNullOrEmpty(q) ? rows : rows.Where(g => g.Name.Contains(q));
        var found = await rows.OrderBy(g => g.Id).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(context, found, g => g.Id.ToString(CultureInfo.InvariantCulture), GroupResponse.Of));
    }

    private static async Task<Results<Created<GroupResponse>, ApiProblem>> Create(Caller caller, HttpContext context, GroupStore groups)
    {
        if (!(await RequestJson.Read<GroupRequest>(context)).Succeeded(out var request, out var problem)
            || !NameOf(request).Succeeded(out var name, out problem)
            || !(await groups.Add(caller, name)).Succeeded(out var row, out problem))
        {
            return problem;
        }

        Precondition.Announce(context, row.Version);
        return TypedResults.Created(string.Create(CultureInfo.InvariantCulture, $"/v1/groups/{row.Id}"), GroupResponse.Of(row));
    }

    private static async Task<Results<Ok<GroupResponse>, ApiProblem>> Get(Caller caller, HttpContext context, CoreDatabase database, long id)
    {
        await using var core = database.Read();
        return Shown(
            context,
            await core.GroupsOf(caller).FirstOrDefaultAsync(g => g.Id == id, context.RequestAborted) is { } row ? row : GroupStore.NotFound(id));
    }

    private static async Task<Results<Ok<GroupResponse>, ApiProblem>> Rename(
        Caller caller, HttpContext context, GroupStore groups, long id)
    {
        return (await RequestJson.ReadPatch(context)).Succeeded(out var patch, out var problem)
            ? Shown(context, await groups.Rename(caller, id, Precondition.Of(context), row => NameOf(row, patch)))
            : problem;
    }

    private static async Task<Results<NoContent, ApiProblem>> Delete(Caller caller, HttpContext context, GroupStore groups, long id) =>
        await groups.Remove(caller, id, Precondition.Of(context)) is { } problem ? problem : TypedResults.NoContent();

    private static async Task<Results<Ok<Page<VehicleResponse>>, ApiProblem>> Vehicles(
        Caller caller, HttpContext context, CoreDatabase database, string? limit, string? cursor, long id)
    {
        if (!PageRequest.Read(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        if (!await core.GroupsOf(caller).AnyAsync(g => g.Id == id, context.RequestAborted))
        {
            return GroupStore.NotFound(id);
        }

        var rows = core.VehiclesOf(caller).Where(v => core.VehicleGroupMembers.Any(m => m.GroupId == id && m.VehicleNo == v.No));
        rows = page.After is { } after ? rows.Where(v => string.Compare(v.VehicleId, after) > 0) : rows;
        var found = await rows.OrderBy(v => v.VehicleId).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(context, found, v => v.VehicleId, VehicleResponse.Of));
    }

    private static async Task<Results<Ok<GroupResponse>, ApiProblem>> ChangeVehicles(
        Caller caller, HttpContext context, GroupStore groups, long id)
    {
        if (!(await RequestJson.Read<GroupVehiclesRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        var faults = GroupRules.CheckVehicles(request);
        return faults.Count > 0
            ? ApiProblem.Of(faults)
            : Shown(context, await groups.ChangeVehicles(caller, id, Precondition.Of(context), request.Add ?? [], request.Remove ?? []));
    }

    private static Task<Results<Ok<GroupResponse>, ApiProblem>> PutIn(
        Caller caller, HttpContext context, GroupStore groups, long id, string vehicle) => One(caller, context, groups, id, [vehicle], []);

    private static Task<Results<Ok<GroupResponse>, ApiProblem>> TakeOut(
        Caller caller, HttpContext context, GroupStore groups, long id, string vehicle) => One(caller, context, groups, id, [], [vehicle]);

    /// <summary>The vehicle is in the path: one that is not there is 404, not a fault of the body.</summary>
    private static async Task<Results<Ok<GroupResponse>, ApiProblem>> One(
        Caller caller, HttpContext context, GroupStore groups, long id, string[] add, string[] remove)
    {
        var changed = await groups.ChangeVehicles(caller, id, Precondition.Of(context), add, remove);
        return !changed.Succeeded(out _, out var problem) && problem.Error == ApiErrors.UnknownVehicle
            ? ApiProblem.NotFound($"vehicle \"{add.Concat(remove).Single()}\"")
            : Shown(context, changed);
    }

    private static Parsed<string> NameOf(GroupRequest request) =>
        GroupRules.CheckName(request.Name) is { } fault ? ApiProblem.Of([fault]) : request.Name!;

    private static Parsed<string> NameOf(VehicleGroupRow row, JsonElement patch)
    {
        var present = (JsonObject)JsonSerializer.SerializeToNode(GroupResponse.Of(row), ApiJson.Options)!;
        return StrictJson.Read<GroupRequest>(MergePatch.Apply(present, patch)).Succeeded(out var request, out var problem)
            ? NameOf(request)
            : problem;
    }

    private static Results<Ok<GroupResponse>, ApiProblem> Shown(HttpContext context, Parsed<VehicleGroupRow> found)
    {
        if (!found.Succeeded(out var row, out var problem))
        {
            return problem;
        }

        Precondition.Announce(context, row.Version);
        return TypedResults.Ok(GroupResponse.Of(row));
    }
}

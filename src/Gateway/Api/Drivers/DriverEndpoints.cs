using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules.Drivers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Drivers;

/// <summary><c>/v1/drivers</c>: who may be behind a wheel, and by which tags he is known.</summary>
internal static class DriverEndpoints
{
    public static void MapDrivers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/drivers").WithTags("drivers");
        group.MapGet("", List).WithPaging("q", "tag");
        group.MapPost("", Create).Takes<DriverRequest>("application/json");
        group.MapGet("/{id}", Get);
        group.MapPatch("/{id}", Edit).Takes<DriverRequest>("application/merge-patch+json", "application/json");
        group.MapDelete("/{id}", Delete);
    }

    private static async Task<Results<Ok<Page<DriverResponse>>, ApiProblem>> List(
        Caller caller, HttpContext context, CoreDatabase database, AccountBooks books, string? limit, string? cursor, string? q, string? tag)
    {
        if (!PageRequest.Read(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        var rows = core.DriversOf(caller);
        if (!string.IsNullOrEmpty(tag))
        {
            var owner = DriverTag.Normalize(tag) is { } normal
                ? books.Cell(caller.AccountId).Book.Configuration.Drivers.Tags.FindByTag(normal)
                : null;
            rows = rows.Where(d => d.DriverId == owner);
        }

        rows = page.After is { } after ? rows.Where(d => string.Compare(d.DriverId, after) > 0) : rows;
        rows = string.IsNullOrEmpty(q) ? rows : rows.Where(d => d.DriverId.Contains(q)
            || (d.FirstName != null && d.FirstName.Contains(q)) || (d.LastName != null && d.LastName.Contains(q)));
        var found = await rows.OrderBy(d => d.DriverId).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(context, found, d => d.DriverId, DriverResponse.Of));
    }

    private static async Task<Results<Created<DriverResponse>, ApiProblem>> Create(Caller caller, HttpContext context, DriverStore drivers)
    {
        if (!(await RequestJson.Read<DriverRequest>(context)).Succeeded(out var request, out var problem)
            || !Checked(request, DriverRules.CheckId(request.Id)).Succeeded(out request, out problem)
            || !(await drivers.Add(caller, request)).Succeeded(out var row, out problem))
        {
            return problem;
        }

        Precondition.Announce(context, row.Version);
        return TypedResults.Created("/v1/drivers/" + Uri.EscapeDataString(row.DriverId), DriverResponse.Of(row));
    }

    private static async Task<Results<Ok<DriverResponse>, ApiProblem>> Get(Caller caller, HttpContext context, CoreDatabase database, string id)
    {
        await using var core = database.Read();
        return Shown(
            context,
            await core.DriversOf(caller).FirstOrDefaultAsync(d => d.DriverId == id, context.RequestAborted) is { } row ? row : DriverStore.NotFound(id));
    }

    private static async Task<Results<Ok<DriverResponse>, ApiProblem>> Edit(Caller caller, HttpContext context, DriverStore drivers, string id)
    {
        return (await RequestJson.ReadPatch(context)).Succeeded(out var patch, out var problem)
            ? Shown(context, await drivers.Change(caller, id, Precondition.Of(context), row => Merge(row, patch)))
            : problem;
    }

    private static async Task<Results<NoContent, ApiProblem>> Delete(Caller caller, HttpContext context, DriverStore drivers, string id) =>
        await drivers.Remove(caller, id, Precondition.Of(context)) is { } problem ? problem : TypedResults.NoContent();

    private static Parsed<DriverRequest> Merge(DriverRow row, JsonElement patch)
    {
        var present = (JsonObject)JsonSerializer.SerializeToNode(DriverResponse.Of(row), ApiJson.Options)!;
        return StrictJson.Read<DriverRequest>(MergePatch.Apply(present, patch)).Succeeded(out var request, out var problem)
            ? Checked(request, request.Id == row.DriverId ? null : new ProblemFault(
                "/id", ApiErrors.ParameterOutOfRange.Code, "The id cannot be changed: events that were sent name the driver by it."))
            : problem;
    }

    private static Parsed<DriverRequest> Checked(DriverRequest request, ProblemFault? ofId)
    {
        var faults = DriverRules.Check(request);
        if (ofId is not null)
        {
            faults.Insert(0, ofId);
        }

        return faults.Count == 0 ? request : ApiProblem.Of(faults);
    }

    private static Results<Ok<DriverResponse>, ApiProblem> Shown(HttpContext context, Parsed<DriverRow> found)
    {
        if (!found.Succeeded(out var row, out var problem))
        {
            return problem;
        }

        Precondition.Announce(context, row.Version);
        return TypedResults.Ok(DriverResponse.Of(row));
    }
}

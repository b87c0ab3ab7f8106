using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Gateway.Vehicles;
using EdgeRelay.Rules;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary><c>/v1/vehicles</c>: the account's vehicles and what is known of them.</summary>
internal static class VehicleEndpoints
{
    public static void MapVehicles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/vehicles").WithTags("vehicles");
        group.MapGet("", List).WithPaging("q");
        group.MapPost("", Register).Takes<VehicleRequest>("application/json");
        group.MapGet("/{id}", Get);
        group.MapPatch("/{id}", Edit).Takes<VehicleRequest>("application/merge-patch+json", "application/json");
        group.MapGet("/{id}/state", State);
        group.MapVehicleCredentials();
    }

    private static async Task<Results<Ok<Page<VehicleResponse>>, ApiProblem>> List(
        Caller caller, HttpContext context, CoreDatabase database, string? limit, string? cursor, string? q)
    {
        if (!PageRequest.Read(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        var rows = core.VehiclesOf(caller);
        if (page.After is { } after)
        {
            rows = rows.Where(v => string.Compare(v.VehicleId, after) > 0);
        }

        if (!string.IsNullOrEmpty(q))
        {
            rows = rows.Where(v => v.VehicleId.Contains(q) || (v.Label != null && v.Label.Contains(q)));
        }

        var found = await rows.OrderBy(v => v.VehicleId).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(context, found, v => v.VehicleId, VehicleResponse.Of));
    }

    private static async Task<Results<Created<VehicleResponse>, ApiProblem>> Register(
        Caller caller,
        HttpContext context,
        VehicleDirectory directory,
        VehicleSettings settings,
        ConfigurationWriter writer,
        TimeProvider clock)
    {
        if (!(await RequestJson.Read<VehicleRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        var faults = VehicleRules.Check(request);
        if (VehicleRules.CheckId(request.Id) is { } fault)
        {
            faults.Insert(0, fault);
        }

        if (faults.Count > 0)
        {
            return ApiProblem.Of(faults);
        }

        var key = new VehicleKey(caller.AccountId, request.Id!);
        var row = new VehicleRow
        {
            AccountId = key.AccountId,
            VehicleId = key.VehicleId,
            Label = request.Label,
            SerialNumber = request.SerialNumber,
            TimeZone = request.Timezone,
            OnBadTime = request.OnBadTime == VehicleRow.UseReceived ? VehicleRow.UseReceived : null,
            CreatedMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (await Add(row, caller, directory, settings, writer) is { } refusal)
        {
            return refusal;
        }

        Precondition.Announce(context, row.Version);
        return TypedResults.Created("/v1/vehicles/" + Uri.EscapeDataString(row.VehicleId), VehicleResponse.Of(row));
    }

    private static async Task<ApiProblem?> Add(
        VehicleRow row, Caller caller, VehicleDirectory directory, VehicleSettings settings, ConfigurationWriter writer)
    {
        var key = new VehicleKey(row.AccountId, row.VehicleId);
        var exists = new ApiProblem(ApiErrors.AlreadyExists, $"The account has a vehicle \"{row.VehicleId}\" already; change it by PATCH.");
        var problem = await writer.Write(core =>
        {
            // A device may have enrolled itself just now: then the directory knows it before the table does.
            if (directory.Find(key) is not null || core.VehiclesOf(caller).Any(v => v.VehicleId == row.VehicleId))
            {
                return exists;
            }

            if (core.VehiclesOf(caller).Count() >= settings.PerAccount)
            {
                return new ApiProblem(ApiErrors.LimitExceeded, $"The account may have {settings.PerAccount} vehicles (Vehicles:PerAccount).");
            }

            // From here on a device that enrols itself and this row are one vehicle.
            row.No = directory.FindOrEnrol(key).No;
            core.Vehicles.Add(row);
            return null;
        });
        if (problem is null && directory.Find(key) is { } vehicle)
        {
            vehicle.Profile = VehicleDirectory.ProfileOf(row);
            vehicle.Stored = true;
        }

        return problem;
    }

    private static async Task<Results<Ok<VehicleResponse>, ApiProblem>> Get(
        Caller caller, HttpContext context, CoreDatabase database, string id)
    {
        await using var core = database.Read();
        if (await core.VehiclesOf(caller).FirstOrDefaultAsync(v => v.VehicleId == id, context.RequestAborted) is not { } row)
        {
            return ApiProblem.NotFound($"vehicle \"{id}\"");
        }

        Precondition.Announce(context, row.Version);
        return TypedResults.Ok(VehicleResponse.Of(row));
    }

    private static async Task<Results<Ok<VehicleResponse>, ApiProblem>> Edit(
        Caller caller, HttpContext context, VehicleDirectory directory, ConfigurationWriter writer, string id)
    {
        if (!(await RequestJson.ReadPatch(context)).Succeeded(out var patch, out var problem))
        {
            return problem;
        }

        var precondition = Precondition.Of(context);
        var edited = await writer.Write<Parsed<VehicleRow>>(core =>
            core.VehiclesOf(caller).FirstOrDefault(v => v.VehicleId == id) is not { } row
                ? ApiProblem.NotFound($"vehicle \"{id}\"")
                : precondition.Check(row.Version) ?? (Parsed<VehicleRow>)Apply(row, patch));
        if (!edited.Succeeded(out var changed, out problem))
        {
            return problem;
        }

        if (directory.Find(new VehicleKey(caller.AccountId, id)) is { } vehicle)
        {
            vehicle.Profile = VehicleDirectory.ProfileOf(changed);
        }

        Precondition.Announce(context, changed.Version);
        return TypedResults.Ok(VehicleResponse.Of(changed));
    }

    private static Parsed<VehicleRow> Apply(VehicleRow row, JsonElement patch)
    {
        var present = (JsonObject)JsonSerializer.SerializeToNode(VehicleResponse.Of(row), ApiJson.Options)!;
        if (!StrictJson.Read<VehicleRequest>(MergePatch.Apply(present, patch)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        var faults = VehicleRules.Check(request);
        if (request.Id != row.VehicleId)
        {
            faults.Add(new ProblemFault("/id", ApiErrors.ParameterOutOfRange.Code, "The id cannot be changed: it is in the device's topic."));
        }

        if (faults.Count > 0)
        {
            return ApiProblem.Of(faults);
        }

        row.Label = request.Label;
        row.SerialNumber = request.SerialNumber;
        row.TimeZone = request.Timezone;
        row.OnBadTime = request.OnBadTime == VehicleRow.UseReceived ? VehicleRow.UseReceived : null;
        row.Version++;
        return row;
    }

    private static async Task<Results<Ok<VehicleStateResponse>, ApiProblem>> State(
        Caller caller, HttpContext context, VehicleDirectory directory, Lanes lanes, string id) =>
        directory.Find(new VehicleKey(caller.AccountId, id)) is { } vehicle
            ? TypedResults.Ok(VehicleStateResponse.Of(await lanes.Ask(vehicle).WaitAsync(context.RequestAborted), vehicle.Filtered.Read()))
            : ApiProblem.NotFound($"vehicle \"{id}\"");
}

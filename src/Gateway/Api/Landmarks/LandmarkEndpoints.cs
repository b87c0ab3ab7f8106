using System.Globalization;
using System.Text.Json.Nodes;
using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Landmarks;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules.Inputs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Landmarks;

/// <summary><c>/v1/landmarks</c>: GeoJSON in and out.</summary>
internal static class LandmarkEndpoints
{
    private const string GeoJson = "application/geo+json";

    public static void MapLandmarks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/landmarks").WithTags("landmarks");
        group.MapGet("", List).WithPaging("q").Produces<JsonObject>(StatusCodes.Status200OK, GeoJson);
        group.MapPost("", Create).Takes<JsonObject>(GeoJson, "application/json")
            .Produces<JsonObject>(StatusCodes.Status201Created, GeoJson);
        group.MapGet("/contains", Contains).WithQuery("lat", "lon").Produces<JsonObject>(StatusCodes.Status200OK, GeoJson);
        group.MapGet("/{id:long}", Get).Produces<JsonObject>(StatusCodes.Status200OK, GeoJson);
        group.MapPut("/{id:long}", Replace).Takes<JsonObject>(GeoJson, "application/json")
            .Produces<JsonObject>(StatusCodes.Status200OK, GeoJson);
        group.MapPatch("/{id:long}", Edit).Takes<JsonObject>("application/merge-patch+json", "application/json")
            .Produces<JsonObject>(StatusCodes.Status200OK, GeoJson);
        group.MapDelete("/{id:long}", Delete);
    }

    private static async Task<Results<JsonHttpResult<JsonObject>, ApiProblem>> List(
        Caller caller, HttpContext context, CoreDatabase database, string? limit, string? cursor, string? q)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        var rows = core.LandmarksOf(caller);
        rows = page.Number is { } after ? rows.Where(l => l.Id > after) : rows;
        rows = string.IsNullOrEmpty(q) ? rows : rows.Where(l => l.Name.Contains(q));
        var found = await rows.OrderBy(l => l.Id).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        var part = page.Cut(context, found, l => l.Id.ToString(CultureInfo.InvariantCulture), l => l);
        var collection = LandmarkFeature.CollectionOf(part.Data);
        collection["next_cursor"] = part.NextCursor;
        collection["has_more"] = part.HasMore;
        return Shown(collection, StatusCodes.Status200OK);
    }

    private static async Task<Results<JsonHttpResult<JsonObject>, ApiProblem>> Create(
        Caller caller, HttpContext context, LandmarkStore landmarks)
    {
        if (!(await RequestJson.ReadElement(context, LandmarkReadings.MaxBytes)).Succeeded(out var json, out var problem)
            || !LandmarkReadings.Many(json).Succeeded(out var drafts, out problem)
            || !(await landmarks.Add(caller, drafts)).Succeeded(out var rows, out problem))
        {
            return problem;
        }

        // A Feature is answered by a Feature, a FeatureCollection by a FeatureCollection.
        if (LandmarkGeoJsonReader.TypeOf(json) == "Feature")
        {
            var row = rows.Single();
            Precondition.Announce(context, row.Version);
            context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/v1/landmarks/{row.Id}");
            return Shown(LandmarkFeature.Of(row), StatusCodes.Status201Created);
        }

        return Shown(LandmarkFeature.CollectionOf(rows), StatusCodes.Status201Created);
    }

    private static async Task<Results<JsonHttpResult<JsonObject>, ApiProblem>> Get(
        Caller caller, HttpContext context, CoreDatabase database, long id)
    {
        await using var core = database.Read();
        return await core.LandmarksOf(caller).FirstOrDefaultAsync(l => l.Id == id, context.RequestAborted) is { } row
            ? Shown(context, row)
            : NotFound(id);
    }

    private static async Task<Results<JsonHttpResult<JsonObject>, ApiProblem>> Replace(
        Caller caller, HttpContext context, LandmarkStore landmarks, long id)
    {
        if (!(await RequestJson.ReadElement(context, LandmarkReadings.MaxBytes)).Succeeded(out var json, out var problem)
            || !LandmarkReadings.One(json).Succeeded(out var draft, out problem)
            || !(await landmarks.Change(caller, id, Precondition.Of(context), _ => draft)).Succeeded(out var row, out problem))
        {
            return problem;
        }

        return Shown(context, row);
    }

    private static async Task<Results<JsonHttpResult<JsonObject>, ApiProblem>> Edit(
        Caller caller, HttpContext context, LandmarkStore landmarks, long id)
    {
        if (!(await RequestJson.ReadPatch(context, LandmarkReadings.MaxBytes)).Succeeded(out var patch, out var problem))
        {
            return problem;
        }

        if (LandmarkReadings.CheckPatch(patch) is { } refusal)
        {
            return refusal;
        }

        var changed = await landmarks.Change(
            caller, id, Precondition.Of(context), row => LandmarkReadings.One(MergePatch.Apply(LandmarkFeature.Of(row), patch)));
        return changed.Succeeded(out var edited, out problem) ? Shown(context, edited) : problem;
    }

    private static async Task<Results<NoContent, ApiProblem>> Delete(
        Caller caller, HttpContext context, LandmarkStore landmarks, long id) =>
        await landmarks.Remove(caller, id, Precondition.Of(context)) is { } problem ? problem : TypedResults.NoContent();

    private static async Task<Results<JsonHttpResult<JsonObject>, ApiProblem>> Contains(
        Caller caller, HttpContext context, AccountBooks books, CoreDatabase database, string? lat, string? lon)
    {
        if (Degrees(lat, 90) is not { } latitude || Degrees(lon, 180) is not { } longitude)
        {
            return new ApiProblem(
                ApiErrors.InvalidRequest,
                "lat and lon are needed: degrees, -90 to 90 and -180 to 180.",
                [new ProblemFault(Degrees(lat, 90) is null ? "?lat" : "?lon", ApiErrors.InvalidRequest.Code, null)]);
        }

        var ids = new List<long>();
        books.Cell(caller.AccountId).Book.Rules.Landmarks.FindContaining(new Position(latitude, longitude), ids);
        await using var core = database.Read();
        var rows = await core.LandmarksOf(caller).Where(l => ids.Contains(l.Id)).ToListAsync(context.RequestAborted);
        return Shown(LandmarkFeature.CollectionOf(rows.OrderBy(l => ids.IndexOf(l.Id))), StatusCodes.Status200OK);
    }

    private static double? Degrees(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most ? value : null;

    private static JsonHttpResult<JsonObject> Shown(HttpContext context, LandmarkRow row)
    {
        Precondition.Announce(context, row.Version);
        return Shown(LandmarkFeature.Of(row), StatusCodes.Status200OK);
    }

    private static JsonHttpResult<JsonObject> Shown(JsonObject json, int status) =>
        TypedResults.Json(json, ApiJson.Options, GeoJson, status);

    private static ApiProblem NotFound(long id) => LandmarkStore.NotFound(id);
}

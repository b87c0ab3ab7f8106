using System.Globalization;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.DeadLetters;

/// <summary><c>/v1/dead-letters</c>: telemetry that was refused for good, newest first.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/dead-letters").WithTags("dead-letters");
        letters.MapGet("/", List).WithPaging("vehicle", "reason");
        letters.MapPost("/{id:long}/retry", Retry);
    }

    private static async Task<Results<Ok<DeadLetterRetryResponse>, ApiProblem>> Retry(
        Caller caller, long id, DeadLetterRetries retries, CancellationToken cancellation) =>
        (await retries.Retry(caller, id, cancellation)).Succeeded(out var done, out var problem) ? TypedResults.Ok(done) : problem;

    private static async Task<Results<Ok<Page<DeadLetterResponse>>, ApiProblem>> List(
        Caller caller, HttpContext context, CoreDatabase database, string? limit, string? cursor, string? vehicle, string? reason)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        var rows = core.DeadLettersOf(caller);
        rows = page.Number is { } before ? rows.Where(d => d.Id < before) : rows;
        rows = vehicle is null ? rows : rows.Where(d => d.VehicleId == vehicle);
        rows = reason is null ? rows : rows.Where(d => d.Reason == reason);
        var found = await rows.OrderByDescending(d => d.Id).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(
            context, found, d => d.Id.ToString(CultureInfo.InvariantCulture), DeadLetterResponse.Of));
    }
}

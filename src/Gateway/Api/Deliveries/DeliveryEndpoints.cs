using System.Globalization;
using System.Text.Json;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary><c>/v1/deliveries</c>: what was sent to whom, and how it went.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/deliveries").WithTags("deliveries");
        group.MapGet("", List).WithPaging(DeliveryFilter.Names);
        group.MapGet("/export", DeliveryExport.Export).WithQuery([.. DeliveryFilter.Names, "format"]);
        group.MapGet("/{id}", Get);
        group.MapGet("/{id}/attempts", Attempts);
        group.MapDeliveryActions();
    }

    /// <summary>Newest first.</summary>
    public static async Task<Results<Ok<Page<DeliveryResponse>>, ApiProblem>> List(
        Caller caller,
        HttpContext context,
        CoreDatabase database,
        DeliveryPresenter presenter,
        [AsParameters] DeliveryFilter filter,
        string? limit,
        string? cursor)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        if (!filter.Apply(core.DeliveriesOf(caller), "?").Succeeded(out var rows, out problem))
        {
            return problem;
        }

        if (page.Number is { } before)
        {
            rows = rows.Where(d => d.Id < before);
        }

        var found = await rows.OrderByDescending(d => d.Id).Take(page.Limit + 1)
            .Join(core.Set<EventRow>(), d => d.EventRow, e => e.Id, (d, e) => new { Delivery = d, Event = e })
            .OrderByDescending(r => r.Delivery.Id)
            .ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(
            context,
            found,
            r => r.Delivery.Id.ToString(CultureInfo.InvariantCulture),
            r => presenter.Show(r.Delivery, r.Event)));
    }

    private static async Task<Results<Ok<DeliveryDetailResponse>, ApiProblem>> Get(
        Caller caller, HttpContext context, CoreDatabase database, DeliveryPresenter presenter, AttemptReader attempts, string id)
    {
        await using var core = database.Read();
        if (await Find(core, caller, id, context.RequestAborted) is not { } row)
        {
            return ApiProblem.NotFound($"delivery \"{id}\"");
        }

        var told = await core.Set<EventRow>().FirstAsync(e => e.Id == row.EventRow, context.RequestAborted);
        return TypedResults.Ok(new DeliveryDetailResponse(
            presenter.Show(row, told),
            JsonSerializer.Deserialize<JsonElement>(told.Data, ApiJson.Options),
            await attempts.Of(row.Id, context.RequestAborted)));
    }

    private static async Task<Results<Ok<Page<AttemptResponse>>, ApiProblem>> Attempts(
        Caller caller, HttpContext context, CoreDatabase database, AttemptReader attempts, string id)
    {
        await using var core = database.Read();
        return await Find(core, caller, id, context.RequestAborted) is { } row
            ? TypedResults.Ok(new Page<AttemptResponse>(await attempts.Of(row.Id, context.RequestAborted), null, false))
            : ApiProblem.NotFound($"delivery \"{id}\"");
    }

    public static async Task<DeliveryRow?> Find(CoreContext core, Caller caller, string id, CancellationToken cancellation) =>
        DeliveryResponse.NumberOf(id) is { } number
            ? await core.DeliveriesOf(caller).FirstOrDefaultAsync(d => d.Id == number, cancellation)
            : null;
}

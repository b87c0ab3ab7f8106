using System.Globalization;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Deliveries;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Api.Webhooks;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Recovery;
using EdgeRelay.Relay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary><c>/v1/events</c>: what the rules found, who got it, and why others did not.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/events").WithTags("events");
        group.MapGet("", List).WithPaging(EventFilterQuery.Names);
        group.MapGet("/{id}", Get).WithQuery("occurred_at");
        group.MapGet("/{id}/explain", Explain).WithQuery("occurred_at");
        group.MapPost("/{id}/replay", Replay).WithQuery("occurred_at").Takes<ReplayRequest>("application/json");
    }

    /// <summary>Newest first, in the order in which they were stored.</summary>
    private static async Task<Results<Ok<Page<EventResponse>>, ApiProblem>> List(
        Caller caller, HttpContext context, CoreDatabase database, [AsParameters] EventFilterQuery filter, string? limit, string? cursor)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        if (!filter.Apply(core.EventsOf(caller), core.Set<DeliveryRow>(), core.Set<SpilledRow>()).Succeeded(out var rows, out problem))
        {
            return problem;
        }

        rows = page.Number is { } before ? rows.Where(e => e.Id < before) : rows;
        var found = await rows.OrderByDescending(e => e.Id).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(context, found, e => e.Id.ToString(CultureInfo.InvariantCulture), EventResponse.Of));
    }

    private static async Task<Results<Ok<EventResponse>, ApiProblem>> Get(
        Caller caller, HttpContext context, CoreDatabase database, string id, [FromQuery(Name = "occurred_at")] string? occurredAt)
    {
        await using var core = database.Read();
        return (await EventFinder.Find(core, caller, id, occurredAt, context.RequestAborted)).Succeeded(out var row, out var problem)
            ? TypedResults.Ok(EventResponse.Of(row))
            : problem;
    }

    private static async Task<Results<Ok<EventExplanationResponse>, ApiProblem>> Explain(
        Caller caller,
        HttpContext context,
        CoreDatabase database,
        EventExplanations explanations,
        string id,
        [FromQuery(Name = "occurred_at")] string? occurredAt)
    {
        await using var core = database.Read();
        return (await EventFinder.Find(core, caller, id, occurredAt, context.RequestAborted)).Succeeded(out var row, out var problem)
            ? TypedResults.Ok(await explanations.Explain(core, caller, row, context.RequestAborted))
            : problem;
    }

    /// <summary>Sends a stored event to a webhook of the account, whether it asked for it or not.</summary>
    private static async Task<Results<Accepted<ResendResponse>, ApiProblem>> Replay(
        Caller caller,
        HttpContext context,
        CoreDatabase database,
        DeliveryRecovery recovery,
        string id,
        [FromQuery(Name = "occurred_at")] string? occurredAt)
    {
        if (!(await RequestJson.Read<ReplayRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        if (request.Webhook is not { } webhook)
        {
            return ApiProblem.Of([new ProblemFault("/webhook", ApiErrors.InvalidRequest.Code, "webhook is needed: the id of one.")]);
        }

        await using var core = database.Read();
        if (!await core.WebhooksOf(caller).AnyAsync(w => w.Id == webhook, context.RequestAborted))
        {
            return WebhookStore.NotFound(webhook);
        }

        if (!(await EventFinder.Find(core, caller, id, occurredAt, context.RequestAborted)).Succeeded(out var row, out problem))
        {
            return problem;
        }

        var latest = await core.Set<DeliveryRow>().Where(d => d.EventRow == row.Id && d.WebhookId == webhook)
            .OrderByDescending(d => d.Id).FirstOrDefaultAsync(context.RequestAborted);
        if (latest is null)
        {
            return await recovery.Backfill([row.Id], webhook) == 1
                ? await Made(database, row, webhook, context.RequestAborted)
                : new ApiProblem(ApiErrors.Conflict, "This event is being sent to the webhook already.");
        }

        return latest.State >= DeliveryState.Delivered && (await recovery.Replay([latest.Id])).Count == 1
            ? await Made(database, row, webhook, context.RequestAborted)
            : new ApiProblem(ApiErrors.Conflict, "This event is being sent to the webhook already.");
    }

    private static async Task<Accepted<ResendResponse>> Made(
        CoreDatabase database, EventRow row, long webhook, CancellationToken cancellation)
    {
        await using var core = database.Read();
        var both = await core.Set<DeliveryRow>().Where(d => d.EventRow == row.Id && d.WebhookId == webhook)
            .OrderByDescending(d => d.Id).Take(2).Select(d => d.Id).ToListAsync(cancellation);
        var made = DeliveryResponse.IdOf(both[0]);
        return TypedResults.Accepted("/v1/deliveries/" + made, new ResendResponse(made, both.Count > 1 ? DeliveryResponse.IdOf(both[1]) : null));
    }
}

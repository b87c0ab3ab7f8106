using System.Globalization;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Deliveries;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Events;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Operations;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary><c>/v1/webhooks/{id}/…</c>: what waits for a webhook, and what it did not get.</summary>
internal static class WebhookRecovery
{
    public static void MapWebhookRecovery(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{id:long}/recover", Recover).Takes<RecoverRequest>("application/json");
        routes.MapPost("/{id:long}/replay-missing", ReplayMissing).Takes<RecoverRequest>("application/json");
        routes.MapGet("/{id:long}/queue", Queue).WithPaging();
        routes.MapDelete("/{id:long}/queue", CancelQueue).WithQuery("dry_run");
    }

    /// <summary>Sends again what was given up in a span of time.</summary>
    private static async Task<Results<Ok<CountResponse>, Accepted<OperationResponse>, ApiProblem>> Recover(
        Caller caller, HttpContext context, WebhookStore webhooks, BulkWork bulk, long id)
    {
        if (!(await ReadSpan(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        if (await webhooks.Find(caller, id, context.RequestAborted) is null)
        {
            return WebhookStore.NotFound(id);
        }

        var (from, until) = (request.FromMs, request.UntilMs);
        IQueryable<DeliveryRow> Failed(CoreContext core) => BulkWork.Repeatable(core, core.DeliveriesOf(caller).Where(d =>
            d.WebhookId == id && d.State == DeliveryState.Failed && d.FinishedMs >= from && d.FinishedMs < until));
        if (request.DryRun == true)
        {
            return TypedResults.Ok(new CountResponse(await bulk.Count(Failed, context.RequestAborted)));
        }

        return (await bulk.Resend(caller, "recover", Failed, context.RequestAborted)).Succeeded(out var operation, out problem)
            ? OperationEndpoints.Accepted(operation)
            : problem;
    }

    /// <summary>Sends what the webhook asks for now and never got.</summary>
    private static async Task<Results<Ok<CountResponse>, Accepted<OperationResponse>, ApiProblem>> ReplayMissing(
        Caller caller, HttpContext context, WebhookStore webhooks, MissingEvents missing, long id)
    {
        if (!(await ReadSpan(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        if (await webhooks.Find(caller, id, context.RequestAborted) is not { } webhook)
        {
            return WebhookStore.NotFound(id);
        }

        if (request.DryRun == true)
        {
            return TypedResults.Ok(new CountResponse(await missing.Count(webhook, request.FromMs, request.UntilMs, context.RequestAborted)));
        }

        return (await missing.Replay(caller, webhook, request.FromMs, request.UntilMs, context.RequestAborted)).Succeeded(out var operation, out problem)
            ? OperationEndpoints.Accepted(operation)
            : problem;
    }

    private static async Task<Parsed<RecoverRequest>> ReadSpan(HttpContext context)
    {
        if (!(await RequestJson.Read<RecoverRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        return request.Since is null
            ? ApiProblem.Of([new ProblemFault("/since", ApiErrors.InvalidRequest.Code, "since is needed, such as \"2026-11-22T09:00:00Z\".")])
            : request;
    }

    /// <summary>Deliveries that wait, in the order in which they were made.</summary>
    private static async Task<Results<Ok<Page<DeliveryResponse>>, ApiProblem>> Queue(
        Caller caller,
        HttpContext context,
        CoreDatabase database,
        WebhookStore webhooks,
        DeliveryPresenter presenter,
        string? limit,
        string? cursor,
        long id)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        if (await webhooks.Find(caller, id, context.RequestAborted) is null)
        {
            return WebhookStore.NotFound(id);
        }

        await using var core = database.Read();
        var after = page.Number ?? 0;
        var found = await core.Set<DeliveryRow>().Where(d => d.WebhookId == id && d.State < DeliveryState.Delivered && d.Id > after)
            .OrderBy(d => d.Id).Take(page.Limit + 1)
            .Join(core.Set<EventRow>(), d => d.EventRow, e => e.Id, (d, e) => new { Delivery = d, Event = e })
            .OrderBy(r => r.Delivery.Id)
            .ToListAsync(context.RequestAborted);
        return TypedResults.Ok(page.Cut(
            context, found, r => r.Delivery.Id.ToString(CultureInfo.InvariantCulture), r => presenter.Show(r.Delivery, r.Event)));
    }

    private static async Task<Results<Ok<CountResponse>, Accepted<OperationResponse>, ApiProblem>> CancelQueue(
        Caller caller, HttpContext context, WebhookStore webhooks, BulkWork bulk, long id, [FromQuery(Name = "dry_run")] bool? dryRun)
    {
        if (await webhooks.Find(caller, id, context.RequestAborted) is null)
        {
            return WebhookStore.NotFound(id);
        }

        if (dryRun == true)
        {
            return TypedResults.Ok(new CountResponse(await bulk.CountQueue(id, context.RequestAborted)));
        }

        return (await bulk.CancelQueue(caller, id, context.RequestAborted)).Succeeded(out var operation, out var problem)
            ? OperationEndpoints.Accepted(operation)
            : problem;
    }
}

using System.Globalization;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Operations;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Recovery;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary><c>/v1/deliveries/…</c>: what is done to deliveries by hand.</summary>
internal static class DeliveryActions
{
    private const int MostIds = 1_000;

    public static void MapDeliveryActions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{id}/resend", Resend).MayTake<ResendRequest>("application/json");
        routes.MapPost("/{id}/send-now", SendNow);
        routes.MapPost("/{id}/cancel", Cancel);
        routes.MapPost("/bulk", Bulk).Takes<BulkRequest>("application/json");
    }

    private static async Task<Results<Accepted<ResendResponse>, ApiProblem>> Resend(
        Caller caller, HttpContext context, CoreDatabase database, SubscriptionBook sender, DeliveryRecovery recovery, string id)
    {
        if (!(await RequestJson.ReadOptional<ResendRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        if (await Find(database, caller, id, context.RequestAborted) is not { } row)
        {
            return ApiProblem.NotFound($"delivery \"{id}\"");
        }

        if (row.State < DeliveryState.Delivered)
        {
            return new ApiProblem(ApiErrors.Conflict, $"The delivery is {Words.Of(row.State)}: it is still to be sent. Use send-now, or cancel it first.");
        }

        if (HindranceOf(sender, row) is { } hindrance)
        {
            return hindrance;
        }

        var made = request.Retry == true ? await recovery.Replay([row.Id]) : await recovery.Resend([row.Id]);
        return made is [var again]
            ? TypedResults.Accepted(
                "/v1/deliveries/" + DeliveryResponse.IdOf(again.DeliveryId),
                new ResendResponse(DeliveryResponse.IdOf(again.DeliveryId), DeliveryResponse.IdOf(again.OfDeliveryId)))
            : new ApiProblem(ApiErrors.Conflict, "This event is being sent to the webhook again already.");
    }

    private static async Task<Results<Accepted<DeliveryResponse>, ApiProblem>> SendNow(
        Caller caller,
        HttpContext context,
        CoreDatabase database,
        SubscriptionBook sender,
        DeliveryPresenter presenter,
        DeliveryRecovery recovery,
        string id)
    {
        if (await Find(database, caller, id, context.RequestAborted) is not { } row)
        {
            return ApiProblem.NotFound($"delivery \"{id}\"");
        }

        if (HindranceOf(sender, row) is { } hindrance)
        {
            return hindrance;
        }

        if (presenter.EarlierThan(row) is { } earlier)
        {
            return new ApiProblem(
                ApiErrors.Conflict, $"It waits for {DeliveryResponse.IdOf(earlier)} of the same vehicle. Send or cancel that one first.");
        }

        if (!await recovery.SendNow(row.Id, row.WebhookId))
        {
            return new ApiProblem(ApiErrors.Conflict, $"The delivery is {Words.Of(row.State)}. Use resend to send it again.");
        }

        return await Find(database, caller, id, context.RequestAborted) is { } after
            ? TypedResults.Accepted("/v1/deliveries/" + id, await Show(database, presenter, after, context.RequestAborted))
            : ApiProblem.NotFound($"delivery \"{id}\"");
    }

    private static async Task<Results<Ok<DeliveryResponse>, ApiProblem>> Cancel(
        Caller caller, HttpContext context, CoreDatabase database, DeliveryPresenter presenter, DeliveryRecovery recovery, string id)
    {
        if (await Find(database, caller, id, context.RequestAborted) is not { } row)
        {
            return ApiProblem.NotFound($"delivery \"{id}\"");
        }

        if (await recovery.Cancel([row.Id], row.WebhookId) == 0)
        {
            return new ApiProblem(
                ApiErrors.Conflict,
                row.State < DeliveryState.Delivered ? "It is being sent at this moment." : $"The delivery is {Words.Of(row.State)} already.");
        }

        return await Find(database, caller, id, context.RequestAborted) is { } after
            ? TypedResults.Ok(await Show(database, presenter, after, context.RequestAborted))
            : ApiProblem.NotFound($"delivery \"{id}\"");
    }

    /// <summary>Why nothing can be sent to the delivery's webhook now; null when something can.</summary>
    private static ApiProblem? HindranceOf(SubscriptionBook sender, DeliveryRow row) => sender.Find(row.WebhookId) switch
    {
        null => new ApiProblem(ApiErrors.Conflict, "The webhook was deleted; there is nobody to send it to."),
        { MaySend: false } webhook => new ApiProblem(
            ApiErrors.Conflict, $"The webhook is {Words.Of(webhook.StatusWhen(false))}: the message would wait. Enable or resume it first."),
        _ => null,
    };

    private static async Task<Results<Ok<CountResponse>, Accepted<OperationResponse>, ApiProblem>> Bulk(
        Caller caller, HttpContext context, BulkWork bulk)
    {
        if (!(await RequestJson.Read<BulkRequest>(context)).Succeeded(out var request, out var problem)
            || !Choose(caller, request).Succeeded(out var choose, out problem))
        {
            return problem;
        }

        if (request.DryRun == true)
        {
            return TypedResults.Ok(new CountResponse(await bulk.Count(choose, context.RequestAborted)));
        }

        var started = request.Action == "cancel"
            ? await bulk.Cancel(caller, "cancel", choose, context.RequestAborted)
            : await bulk.Resend(caller, "resend", choose, context.RequestAborted);
        return started.Succeeded(out var operation, out problem) ? OperationEndpoints.Accepted(operation) : problem;
    }

    private static Parsed<Func<CoreContext, IQueryable<DeliveryRow>>> Choose(Caller caller, BulkRequest request)
    {
        if (request.Action is not ("resend" or "cancel"))
        {
            return Fault("/action", "action must be resend or cancel.");
        }

        if ((request.Ids is null) == (request.Filter is null))
        {
            return Fault("/filter", "Give ids or filter, one of them. An empty filter {} means all.");
        }

        if (request.Ids is { Count: 0 or > MostIds })
        {
            return Fault("/ids", $"1 to {MostIds} ids are expected; use filter for more.");
        }

        var filter = DeliveryFilter.Of(request.Filter ?? new DeliverySelection());
        var ids = request.Ids?.Select(DeliveryResponse.NumberOf).ToList();
        if (ids?.IndexOf(null) is >= 0 and var unknown)
        {
            return Fault(string.Create(CultureInfo.InvariantCulture, $"/ids/{unknown}"), $"\"{request.Ids![unknown]}\" is no id of a delivery.");
        }

        if (!filter.Apply(Enumerable.Empty<DeliveryRow>().AsQueryable(), "/filter/").Succeeded(out _, out var problem))
        {
            return problem;
        }

        return new Parsed<Func<CoreContext, IQueryable<DeliveryRow>>>(core =>
        {
            var rows = core.DeliveriesOf(caller);
            if (ids is not null)
            {
                rows = rows.Where(d => ids.Contains(d.Id));
            }

            // Every filter was found good above.
            var chosen = filter.Apply(rows, "/filter/").Succeeded(out var filtered, out _) ? filtered : rows.Where(_ => false);
            return request.Action == "cancel" ? BulkWork.Waiting(core, chosen) : BulkWork.Repeatable(core, chosen);
        });
    }

    private static ApiProblem Fault(string place, string detail) =>
        ApiProblem.Of([new ProblemFault(place, ApiErrors.InvalidRequest.Code, detail)]);

    private static async Task<DeliveryRow?> Find(CoreDatabase database, Caller caller, string id, CancellationToken cancellation)
    {
        await using var core = database.Read();
        return await DeliveryEndpoints.Find(core, caller, id, cancellation);
    }

    private static async Task<DeliveryResponse> Show(
        CoreDatabase database, DeliveryPresenter presenter, DeliveryRow row, CancellationToken cancellation)
    {
        await using var core = database.Read();
        return presenter.Show(row, await core.Set<EventRow>().FirstAsync(e => e.Id == row.EventRow, cancellation));
    }
}

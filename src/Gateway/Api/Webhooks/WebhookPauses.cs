using System.Diagnostics;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Recovery;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary><c>/v1/webhooks/{id}/pause</c> and <c>/resume</c>: nothing is sent for a while, and nothing is lost that is not given up by choice.</summary>
internal static class WebhookPauses
{
    private const string NotPaused = "It is not paused.";
    private static readonly string[] Modes = ["replay_all", "newest_per_vehicle", "skip_to_now"];

    public static void MapWebhookPauses(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{id:long}/pause", Pause);
        routes.MapPost("/{id:long}/resume", Resume).MayTake<ResumeRequest>("application/json");
    }

    private static Task<Results<Ok<WebhookResponse>, ApiProblem>> Pause(Caller caller, HttpContext context, WebhookEditor editor, long id) =>
        editor.Turn(caller, context, id, SubscriptionTurn.Pause, "It sends nothing that could be paused: it is switched off, or was disabled.");

    /// <summary>Answers when what is not wanted is cancelled. Broken off on the way it stays paused, and may be asked for again.</summary>
    private static async Task<Results<Ok<WebhookResponse>, Ok<ResumeCountResponse>, ApiProblem>> Resume(
        Caller caller,
        HttpContext context,
        WebhookEditor editor,
        WebhookStore webhooks,
        CoreDatabase database,
        DeliveryRecovery recovery,
        long id)
    {
        if (!(await RequestJson.ReadOptional<ResumeRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        var mode = request.Mode ?? Modes[0];
        if (!Modes.Contains(mode))
        {
            return ApiProblem.Of([new ProblemFault(
                "/mode", ApiErrors.InvalidRequest.Code, $"mode is one of {string.Join(", ", Modes)}.", NearestWord.To(mode, Modes))]);
        }

        if (await webhooks.Find(caller, id, context.RequestAborted) is not { } webhook)
        {
            return WebhookStore.NotFound(id);
        }

        if (webhook.After(SubscriptionTurn.Resume) is null)
        {
            return new ApiProblem(ApiErrors.Conflict, NotPaused);
        }

        var (waiting, spilled, deliveries) = await Choose(database, id, mode, context.RequestAborted);
        if (request.DryRun == true)
        {
            return TypedResults.Ok(new ResumeCountResponse(waiting, waiting - spilled.Count - deliveries.Count));
        }

        // First what is spilled: else it takes the place of what is cancelled.
        await InPieces(spilled, page => recovery.CancelSpilled(page, id), context.RequestAborted);
        await InPieces(deliveries, page => recovery.Cancel(page, id), context.RequestAborted);

        return (await editor.Turn(caller, context, id, SubscriptionTurn.Resume, NotPaused)).Result switch
        {
            Ok<WebhookResponse> resumed => resumed,
            ApiProblem refusal => refusal,
            _ => throw new UnreachableException(),
        };
    }

    private static async Task InPieces(List<long> unwanted, Func<long[], Task<int>> cancel, CancellationToken cancellation)
    {
        foreach (var page in unwanted.Chunk(DeliveryRecovery.MostAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            await cancel(page);
        }
    }

    /// <returns>How many messages wait, and what the mode gives up: events that are spilled, and deliveries.</returns>
    private static async Task<(long Waiting, List<long> Spilled, List<long> Deliveries)> Choose(
        CoreDatabase database, long id, string mode, CancellationToken cancellation)
    {
        await using var core = database.Read();
        // What is brought back while this reads has a higher number: it is not looked at twice.
        var last = await core.Set<DeliveryRow>().MaxAsync(d => (long?)d.Id, cancellation) ?? 0;
        var spilled = core.Set<SpilledRow>().Where(s => s.WebhookId == id);
        var waiting = core.Set<DeliveryRow>().Where(d => d.WebhookId == id && d.Id <= last && d.State < DeliveryState.Delivered);
        if (mode == Modes[0])
        {
            return (await spilled.LongCountAsync(cancellation) + await waiting.LongCountAsync(cancellation), [], []);
        }

        var newest = new HashSet<string>(StringComparer.Ordinal);
        var count = 0L;
        // Newest first: what is spilled came after all that has a delivery.
        var events = await Unwanted(spilled.Join(core.Set<EventRow>(), s => s.EventRow, e => e.Id, (s, e) => new { s.EventRow, e.OrderingKey })
            .OrderByDescending(s => s.EventRow).Select(s => new Numbered(s.EventRow, s.OrderingKey)));
        var deliveries = await Unwanted(waiting.OrderByDescending(d => d.Id).Select(d => new Numbered(d.Id, d.OrderingKey)));
        return (count, events, deliveries);

        async Task<List<long>> Unwanted(IQueryable<Numbered> rows)
        {
            var found = new List<long>();
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                count++;
                if (mode == Modes[2] || !newest.Add(row.OrderingKey))
                {
                    found.Add(row.Number);
                }
            }

            return found;
        }
    }

    private sealed record Numbered(long Number, string OrderingKey);
}

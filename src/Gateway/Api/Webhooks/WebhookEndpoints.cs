using System.Globalization;
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
using EdgeRelay.Relay;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary><c>/v1/webhooks</c>: who gets which events.</summary>
internal static class WebhookEndpoints
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<OwnershipProof>()
        .AddSingleton<SampleMessages>()
        .AddSingleton<WebhookStore>()
        .AddSingleton<WebhookPresenter>()
        .AddSingleton<WebhookEditor>();

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks").WithTags("webhooks");
        group.MapGet("", List).WithPaging("q");
        group.MapPost("", Create).Takes<WebhookRequest>("application/json");
        group.MapGet("/{id:long}", Get);
        group.MapPut("/{id:long}", Replace).Takes<WebhookRequest>("application/json");
        group.MapPatch("/{id:long}", Edit).Takes<WebhookRequest>("application/merge-patch+json", "application/json");
        group.MapDelete("/{id:long}", Delete);
        group.MapWebhookActions();
    }

    private static async Task<Results<Ok<Page<WebhookResponse>>, ApiProblem>> List(
        Caller caller, HttpContext context, CoreDatabase database, WebhookPresenter presenter, string? limit, string? cursor, string? q)
    {
        if (!PageRequest.ReadNumbered(limit, cursor).Succeeded(out var page, out var problem))
        {
            return problem;
        }

        await using var core = database.Read();
        var rows = core.WebhooksOf(caller);
        rows = page.Number is { } after ? rows.Where(s => s.Id > after) : rows;
        rows = string.IsNullOrEmpty(q) ? rows : rows.Where(s => s.Name.Contains(q) || s.Url.Contains(q));
        var found = await rows.OrderBy(s => s.Id).Take(page.Limit + 1).ToListAsync(context.RequestAborted);
        var shown = new List<WebhookResponse>(found.Count);
        foreach (var row in found)
        {
            shown.Add(await presenter.Show(core, row, context.RequestAborted));
        }

        return TypedResults.Ok(page.Cut(context, shown, s => s.Id.ToString(CultureInfo.InvariantCulture), s => s));
    }

    private static async Task<Results<Created<WebhookResponse>, ApiProblem>> Create(
        Caller caller,
        HttpContext context,
        WebhookStore webhooks,
        WebhookPresenter presenter,
        ISecretProtector protector,
        RelaySettings settings,
        AccountBooks books,
        TimeProvider clock)
    {
        if (!(await RequestJson.Read<WebhookRequest>(context)).Succeeded(out var request, out var problem)
            || !WebhookRules.Check(request, null, settings, protector, books.GroupsOf(caller.AccountId)).Succeeded(out var wanted, out problem))
        {
            return problem;
        }

        var draft = wanted.Create(caller.AccountId, caller.KeyName, protector, clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (!(await webhooks.Create(caller, draft, context.RequestAborted)).Succeeded(out var webhook, out problem))
        {
            return problem;
        }

        Precondition.Announce(context, webhook.Version);
        return TypedResults.Created(
            string.Create(CultureInfo.InvariantCulture, $"/v1/webhooks/{webhook.Id}"),
            await presenter.Show(webhook, context.RequestAborted));
    }

    private static async Task<Results<Ok<WebhookResponse>, ApiProblem>> Get(
        Caller caller, HttpContext context, WebhookStore webhooks, WebhookPresenter presenter, long id)
    {
        if (await webhooks.Find(caller, id, context.RequestAborted) is not { } webhook)
        {
            return WebhookStore.NotFound(id);
        }

        Precondition.Announce(context, webhook.Version);
        return TypedResults.Ok(await presenter.Show(webhook, context.RequestAborted));
    }

    /// <summary>What is not given gets its default, but for secrets: those stay.</summary>
    private static async Task<Results<Ok<WebhookResponse>, ApiProblem>> Replace(
        Caller caller, HttpContext context, WebhookEditor editor, long id) =>
        (await RequestJson.Read<WebhookRequest>(context)).Succeeded(out var request, out var problem)
            ? await editor.Edit(caller, context, id, (_, _) => request)
            : problem;

    private static async Task<Results<Ok<WebhookResponse>, ApiProblem>> Edit(
        Caller caller, HttpContext context, WebhookEditor editor, long id)
    {
        return (await RequestJson.ReadPatch(context)).Succeeded(out var patch, out var problem)
            ? await editor.Edit(caller, context, id, (_, shown) => Merge(shown, patch))
            : problem;
    }

    private static Parsed<WebhookRequest> Merge(WebhookResponse shown, JsonElement patch)
    {
        var present = (JsonObject)JsonSerializer.SerializeToNode(shown, ApiJson.Options)!;
        if (patch.TryGetProperty("events", out _) && !patch.TryGetProperty("triggers", out _))
        {
            // The short form replaces the long one.
            present.Remove("triggers");
        }

        return StrictJson.Read<WebhookRequest>(MergePatch.Apply(present, patch));
    }

    private static async Task<Results<Ok<WebhookRemovedResponse>, ApiProblem>> Delete(
        Caller caller, HttpContext context, WebhookStore webhooks, long id) =>
        (await webhooks.Remove(caller, id, Precondition.Of(context))).Succeeded(out var undelivered, out var problem)
            ? TypedResults.Ok(new WebhookRemovedResponse(id, undelivered))
            : problem;
}

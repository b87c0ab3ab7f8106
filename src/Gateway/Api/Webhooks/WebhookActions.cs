using System.Globalization;
using System.Security.Cryptography;
using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Deliveries;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Api.Versions;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary><c>/v1/webhooks/{id}/…</c>: what is done to a webhook beyond reading and writing it.</summary>
internal static partial class WebhookActions
{
    public static void MapWebhookActions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{id:long}/enable", Enable);
        routes.MapPost("/{id:long}/disable", Disable);
        routes.MapPost("/{id:long}/verify", Verify);
        routes.MapPost("/{id:long}/test", Test).MayTake<WebhookTestRequest>("application/json");
        routes.MapGet("/{id:long}/secret", Secret);
        routes.MapPost("/{id:long}/rotate-secret", Rotate).MayTake<WebhookRotationRequest>("application/json");
        routes.MapWebhookPauses();
        routes.MapWebhookRecovery();
        routes.MapGet("/{id:long}/deliveries", Deliveries).WithPaging([.. DeliveryFilter.Names.Where(n => n != "webhook")]);
    }

    private static Task<Results<Ok<WebhookResponse>, ApiProblem>> Enable(Caller caller, HttpContext context, WebhookEditor editor, long id) =>
        editor.Turn(caller, context, id, SubscriptionTurn.Enable, "It is paused: resume it, and say what becomes of the messages that wait.", toSend: true);

    private static Task<Results<Ok<WebhookResponse>, ApiProblem>> Disable(Caller caller, HttpContext context, WebhookEditor editor, long id) =>
        editor.Turn(caller, context, id, SubscriptionTurn.Disable, "It cannot be switched off now.");

    private static async Task<Results<Ok<WebhookResponse>, ApiProblem>> Verify(
        Caller caller, HttpContext context, WebhookStore webhooks, WebhookPresenter presenter, long id) =>
        (await webhooks.Verify(caller, id, context.RequestAborted)).Succeeded(out var webhook, out var problem)
            ? TypedResults.Ok(await presenter.Show(webhook, context.RequestAborted))
            : problem;

    private static async Task<Results<Accepted<WebhookTestResponse>, ApiProblem>> Test(
        Caller caller, HttpContext context, WebhookStore webhooks, SampleMessages samples, long id)
    {
        if (!(await RequestJson.ReadOptional<WebhookTestRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        if (await webhooks.Find(caller, id, context.RequestAborted) is not { } webhook)
        {
            return WebhookStore.NotFound(id);
        }

        if (!webhook.MaySend)
        {
            return new ApiProblem(
                webhook.Enabled && webhook.Verification == Verification.Unverified ? ApiErrors.NotVerified : ApiErrors.Conflict,
                $"The webhook is {Words.Of(webhook.StatusWhen(false))}: a test message would wait. Enable it first.");
        }

        if (!TriggerFor(webhook, request.Type).Succeeded(out var trigger, out problem))
        {
            return problem;
        }

        var (eventId, number) = await samples.Queue(webhook, trigger, DeliveryOrigin.Test);
        var delivery = DeliveryResponse.IdOf(number);
        return TypedResults.Accepted("/v1/deliveries/" + delivery, new WebhookTestResponse(delivery, eventId, trigger.Detection.Type));
    }

    private static Parsed<Trigger> TriggerFor(Subscription webhook, string? word)
    {
        var triggers = WebhookSelection.Parse(webhook.Selection).Wanted;
        if (word is null)
        {
            return triggers[0];
        }

        if (EventTypes.Recognize(word) is not { } type)
        {
            var nearest = NearestWord.To(word, [.. EventTypes.All.Select(t => t.Key)]);
            return ApiProblem.Of([new ProblemFault("/type", ApiErrors.UnknownEvent.Code, $"\"{word}\" is no event type.", nearest)]);
        }

        return triggers.FirstOrDefault(t => t.Detection.Type == type.Key) ?? Trigger.WithDefaults(type);
    }

    private static async Task<Results<Ok<WebhookSecretResponse>, ApiProblem>> Secret(
        Caller caller,
        HttpContext context,
        WebhookStore webhooks,
        ISecretProtector protector,
        TimeProvider clock,
        ILogger<WebhookStore> logger,
        long id)
    {
        if (await webhooks.Find(caller, id, context.RequestAborted) is not { } webhook)
        {
            return WebhookStore.NotFound(id);
        }

        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var secret = SigningSecret.TextFor(webhook.SignatureScheme, protector.Unprotect(webhook.Secret));
            SecretShown(logger, id, caller.KeyName, caller.AccountId);
            var old = SecretRotation.Signing(webhook, clock.GetUtcNow().ToUnixTimeMilliseconds());
            return TypedResults.Ok(new WebhookSecretResponse(secret, Words.Of(webhook.SignatureScheme), EndOf(old)));
        }
        catch (CryptographicException)
        {
            return new ApiProblem(
                ApiErrors.Unavailable, "The keys that protect the secret are not here: the folder keys of the data directory is missing or another's.");
        }
    }

    private static async Task<Results<Ok<WebhookRotationResponse>, ApiProblem>> Rotate(
        Caller caller,
        HttpContext context,
        WebhookStore webhooks,
        ISecretProtector protector,
        TimeProvider clock,
        ILogger<WebhookStore> logger,
        long id)
    {
        if (!(await RequestJson.ReadOptional<WebhookRotationRequest>(context)).Succeeded(out var request, out var problem))
        {
            return problem;
        }

        if (request.OverlapHours is { } hours && !(hours >= 0 && hours <= SecretRotation.LongestOverlap.TotalHours))
        {
            return ApiProblem.Of([new ProblemFault(
                "/overlap_hours", ApiErrors.ParameterOutOfRange.Code, "0 to 168 hours (7 days) are allowed.")]);
        }

        var overlap = request.OverlapHours is { } given ? TimeSpan.FromHours(given) : SecretRotation.UsualOverlap;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var changed = await webhooks.Change(
            caller,
            id,
            Precondition.Of(context),
            present => SecretRotation.Rotate(present, protector.Protect(SigningSecret.Create()), overlap, now) is { } rotated
                ? rotated
                : new ApiProblem(
                    ApiErrors.Conflict,
                    $"{SecretRotation.MostOld} old secrets still sign. Wait until one of them ends, or end all of them by overlap_hours 0."),
            context.RequestAborted);
        if (!changed.Succeeded(out var webhook, out problem))
        {
            return problem;
        }

        SecretRotated(logger, id, caller.KeyName, caller.AccountId, overlap.TotalHours);
        Precondition.Announce(context, webhook.Version);
        var old = SecretRotation.Signing(webhook, now);
        return TypedResults.Ok(new WebhookRotationResponse(old.Count, EndOf(old)));
    }

    private static DateTimeOffset? EndOf(IReadOnlyList<OldSecret> old) =>
        old.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(old[^1].UntilMs);

    private static async Task<Results<Ok<Page<DeliveryResponse>>, ApiProblem>> Deliveries(
        Caller caller,
        HttpContext context,
        CoreDatabase database,
        WebhookStore webhooks,
        DeliveryPresenter presenter,
        [AsParameters] DeliveryFilter filter,
        string? limit,
        string? cursor,
        long id) =>
        await webhooks.Find(caller, id, context.RequestAborted) is null
            ? WebhookStore.NotFound(id)
            : await DeliveryEndpoints.List(
                caller, context, database, presenter, filter with { Webhook = id.ToString(CultureInfo.InvariantCulture) }, limit, cursor);

    [LoggerMessage(6002, LogLevel.Information, "The signing secret of webhook {WebhookId} was shown to key {Key} of account {AccountId}")]
    private static partial void SecretShown(ILogger logger, long webhookId, string key, long accountId);

    [LoggerMessage(6003, LogLevel.Information, "The signing secret of webhook {WebhookId} was rotated by key {Key} of account {AccountId}; the old one signs too for {Hours} h")]
    private static partial void SecretRotated(ILogger logger, long webhookId, string key, long accountId, double hours);
}

using System.Text;
using System.Text.Unicode;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Api.OpenApi;
using EdgeRelay.Gateway.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EdgeRelay.Gateway.Inbox;

/// <summary>
/// <c>/inbox/{name}</c>: a receiver to try webhooks with. POST takes a message, GET shows what came and answers ownership checks, PUT
/// <c>/answers</c> makes it fail or wait.
/// </summary>
internal static class InboxEndpoints
{
    /// <summary>What the paths of all inboxes begin with.</summary>
    public const string PathPrefix = "/inbox/";

    /// <summary>Relay sends no larger body.</summary>
    private const int MaxBody = 256 * 1024;

    /// <summary>Longest wait for a message; proxies between end idle requests at 30 s or later.</summary>
    private const int MaxWaitSeconds = 25;

    public static IServiceCollection AddInbox(this IServiceCollection services) => services.AddSingleton<Inboxes>();

    /// <summary>Maps the inbox if it is enabled. It asks for no key: whoever can reach it can read it.</summary>
    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<InboxSettings>().Enabled)
        {
            return;
        }

        var group = routes.MapGroup(PathPrefix + "{name}").WithTags("inbox").AllowAnonymous();
        group.MapGet("", Read);
        group.AddEndpointFilter<FailureFilter>();
        group.MapPost("", Take).WithMetadata(new RequestSizeLimit(MaxBody));
        group.MapDelete("", Clear);
        group.MapPut("/answers", SetAnswers).Takes<InboxScript>("application/json");
    }

    private static async Task<Results<Ok<InboxContent>, ContentHttpResult, ApiProblem>> Read(
        HttpContext context,
        Inboxes inboxes,
        TimeProvider clock,
        string name,
        string? check,
        long? after,
        [FromQuery(Name = "wait_s")] int? waitSeconds)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (inboxes.Open(name) is not { } box)
        {
            return Unusable(name);
        }

        if (check is not null)
        {
            return TypedResults.Text(check, "text/plain");
        }

        var wait = TimeSpan.FromSeconds(Math.Clamp(waitSeconds ?? 0, 0, MaxWaitSeconds));
        return TypedResults.Ok(wait == TimeSpan.Zero
            ? box.Read(after ?? 0)
            : await box.ReadNext(after ?? 0, wait, clock, context.RequestAborted));
    }

    private static async Task<Results<StatusCodeHttpResult, ApiProblem>> Take(
        HttpContext context, Inboxes inboxes, TimeProvider clock, string name)
    {
        if (inboxes.Open(name) is not { } box)
        {
            return Unusable(name);
        }

        var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        var (message, script) = box.Take((number, status) => MessageOf(context.Request, bytes.ToArray(), number, status, clock));
        if (script.DelayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(script.DelayMs), clock, context.RequestAborted);
        }

        if (script.RetryAfterS is { } seconds && message.Answered != script.Status)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return TypedResults.StatusCode(message.Answered);
    }

    private static Results<NoContent, ApiProblem> Clear(Inboxes inboxes, string name)
    {
        if (inboxes.Open(name) is not { } box)
        {
            return Unusable(name);
        }

        box.Clear();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<InboxScript>, ApiProblem>> SetAnswers(HttpContext context, Inboxes inboxes, string name)
    {
        if (inboxes.Open(name) is not { } box)
        {
            return Unusable(name);
        }

        if (!(await RequestJson.Read<InboxScript>(context)).Succeeded(out var script, out var problem))
        {
            return problem;
        }

        if (script.Fault() is { } fault)
        {
            return new ApiProblem(ApiErrors.ParameterOutOfRange, fault);
        }

        box.Script = script;
        return TypedResults.Ok(script);
    }

    private static InboxMessage MessageOf(HttpRequest request, byte[] body, long number, int status, TimeProvider clock)
    {
        var isText = Utf8.IsValid(body);
        return new InboxMessage(
            number,
            clock.GetUtcNow(),
            request.Method,
            request.QueryString.Value ?? "",
            request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal),
            isText ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body),
            !isText,
            status);
    }

    private static ApiProblem Unusable(string name) => new(
        ApiErrors.NotFound, $"There is no inbox \"{name}\": a name has 1 to 64 letters, digits, \"-\", \"_\", \".\", and there are at most 32.");

    private sealed record RequestSizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}

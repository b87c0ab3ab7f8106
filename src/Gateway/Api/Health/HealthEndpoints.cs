using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.Health;

/// <summary><c>/livez</c>: the process answers. <c>/readyz</c>: it can do its work, or 503 with the reasons.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", () => TypedResults.Text("ok\n")).WithTags("health").AllowAnonymous();
        routes.MapGet("/readyz", Ready).WithTags("health").AllowAnonymous()
            .Produces<ReadinessResponse>().Produces<ReadinessResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<ReadinessResponse>> Ready(HttpContext context, IEnumerable<IReadiness> checks)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var ready = true;
        foreach (var check in checks)
        {
            var reason = await check.WhyNot(context.RequestAborted);
            answers[check.Name] = reason ?? "ok";
            ready &= reason is null;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new ReadinessResponse(ready, answers),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

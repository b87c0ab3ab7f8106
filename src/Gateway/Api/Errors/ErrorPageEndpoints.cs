using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.Errors;

/// <summary><c>/docs/errors</c>: what each code means, without a network beyond the gateway.</summary>
internal static class ErrorPageEndpoints
{
    public static void MapErrorPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/docs/errors").WithTags("errors").AllowAnonymous();
        group.MapGet("", List);
        group.MapGet("/{code}", Show);
    }

    private static Ok<IReadOnlyList<ApiError>> List() => TypedResults.Ok(ApiErrors.All);

    private static Results<ContentHttpResult, ApiProblem> Show(string code) =>
        ApiErrors.Find(code) is { } error
            ? TypedResults.Text($"{error.Status} {error.Code}\n\n{error.Title}\n\n{error.Description}\n", "text/plain; charset=utf-8")
            : ApiProblem.NotFound($"error code \"{code}\"");
}

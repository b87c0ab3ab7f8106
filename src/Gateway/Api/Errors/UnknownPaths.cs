using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace EdgeRelay.Gateway.Api.Errors;

/// <summary>Answers what no route of <c>/v1</c> takes: 405 with the methods that the path knows, else 404.</summary>
internal static class UnknownPaths
{
    public static void MapUnknownPaths(this IEndpointRouteBuilder routes) =>
        routes.Map("/{**path}", Answer).ExcludeFromDescription();

    private static ApiProblem Answer(HttpContext context, EndpointDataSource endpoints)
    {
        var path = context.Request.Path;
        var methods = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(e => Matches(e.RoutePattern, path))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (methods.Count == 0)
        {
            return new ApiProblem(ApiErrors.NotFound, $"There is nothing at {path}; /openapi/v1.json lists what there is.");
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return new ApiProblem(ApiErrors.MethodNotAllowed, $"{path} knows {string.Join(", ", methods)}, not {context.Request.Method}.");
    }

    private static bool Matches(RoutePattern pattern, PathString path)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(path, values)
            && (!values.TryGetValue("id", out var id) || !IsNumbered(pattern) || long.TryParse(id as string, out _));
    }

    private static bool IsNumbered(RoutePattern pattern) => pattern.ParameterPolicies.ContainsKey("id");
}

using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Gateway.Api.Paging;

/// <summary>Refuses query parameters that an endpoint does not know: a mistyped filter must not give the whole list.</summary>
internal static class KnownQuery
{
    /// <summary>The endpoint takes these parameters and no others.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder builder, params string[] known) =>
        builder.AddEndpointFilter(async (context, next) =>
        {
            var unknown = context.HttpContext.Request.Query.Keys.Where(k => !known.Contains(k, StringComparer.Ordinal)).ToList();
            return unknown.Count == 0 ? await next(context) : ApiProblem.Of([.. unknown.Select(name => Fault(name, known))]);
        });

    /// <summary>The endpoint is a list: besides <paramref name="filters"/> it takes <c>limit</c> and <c>cursor</c>.</summary>
    public static RouteHandlerBuilder WithPaging(this RouteHandlerBuilder builder, params string[] filters) =>
        builder.WithQuery([.. filters, "limit", "cursor"]);

    private static ProblemFault Fault(string name, string[] known) => new(
        "?" + name, ApiErrors.UnknownField.Code, $"There is no query parameter \"{name}\" here.", NearestWord.To(name, known));
}

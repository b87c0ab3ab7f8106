using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Paging;
using EdgeRelay.Gateway.Publishing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary><c>/v1/event-types</c>: what webhooks can ask for.</summary>
internal static class EventTypeEndpoints
{
    public static void MapEventTypes(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/event-types").WithTags("event-types");
        group.MapGet("", List).WithQuery();
        group.MapGet("/{type}", Get);
    }

    private static Ok<Page<EventTypeResponse>> List() =>
        TypedResults.Ok(new Page<EventTypeResponse>([.. EventTypes.All.Select(EventTypeResponse.Of)], null, false));

    private static Results<Ok<EventTypeResponse>, ApiProblem> Get(string type) =>
        EventTypes.Recognize(type) is { } known
            ? TypedResults.Ok(EventTypeResponse.Of(known))
            : ApiProblem.NotFound($"event type \"{type}\"");
}

using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeRelay.Gateway.Api.Operations;

/// <summary><c>/v1/operations</c>: long work, its progress, and the way to stop it.</summary>
internal static class OperationEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/operations").WithTags("operations");
        group.MapGet("/{id}", Get);
        group.MapDelete("/{id}", Cancel);
    }

    /// <summary>The answer to work that goes on.</summary>
    public static Accepted<OperationResponse> Accepted(Operation operation) =>
        TypedResults.Accepted("/v1/operations/" + operation.Id, OperationResponse.Of(operation));

    private static Results<Ok<OperationResponse>, ApiProblem> Get(Caller caller, OperationRegistry operations, string id) =>
        operations.Find(caller, id) is { } operation
            ? TypedResults.Ok(OperationResponse.Of(operation))
            : ApiProblem.NotFound($"operation \"{id}\"; a restart forgets them");

    private static Results<Accepted<OperationResponse>, ApiProblem> Cancel(Caller caller, OperationRegistry operations, string id)
    {
        if (operations.Find(caller, id) is not { } operation)
        {
            return ApiProblem.NotFound($"operation \"{id}\"; a restart forgets them");
        }

        operation.Cancel();
        return Accepted(operation);
    }
}

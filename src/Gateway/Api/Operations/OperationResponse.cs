using EdgeRelay.Gateway.Api.Json;

namespace EdgeRelay.Gateway.Api.Operations;

/// <summary>Long work, as the API shows it.</summary>
/// <param name="Kind">What is done: <c>recover</c>, <c>resend</c>, <c>cancel</c>, <c>replay_missing</c>.</param>
/// <param name="State"><c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Total">How many there were to do at the beginning.</param>
/// <param name="Failed">How many were left out, because they changed meanwhile.</param>
internal sealed record OperationResponse(
    string Id, string Kind, string State, long Total, long Done, long Failed, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    public static OperationResponse Of(Operation operation) => new(
        operation.Id,
        operation.Kind,
        Words.Of(operation.State),
        operation.Total,
        operation.Done,
        operation.LeftOut,
        operation.StartedAt,
        operation.FinishedAt);
}

using System.Globalization;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.Outbox;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>One event to one webhook, as the API shows it.</summary>
/// <param name="Vehicle">Ordering key of the message.</param>
/// <param name="Origin">Why the message exists: <c>live</c>, <c>test</c>, <c>activation</c>, …</param>
/// <param name="AttemptsMade">Requests sent so far.</param>
/// <param name="Sequence">Number of the message within its webhook, from 1.</param>
/// <param name="NextAttemptAt">When the next request is due; null when there is none, or it is due now.</param>
/// <param name="LastStatus">HTTP status of the latest answer; 0 when none came; null before the first attempt.</param>
/// <param name="OutOfOrder">Later messages of the vehicle went ahead of it.</param>
/// <param name="WaitsFor">Id of the earlier delivery of its vehicle that goes first; null when it waits for none.</param>
/// <param name="BatchId">The batch that it goes or went in, whose <c>webhook-id</c> this is; null when it goes by itself.</param>
internal record DeliveryResponse(
    string Id,
    long WebhookId,
    Guid EventId,
    string Type,
    string Vehicle,
    string Status,
    string Origin,
    int AttemptsMade,
    long Sequence,
    DateTimeOffset OccurredAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? FinishedAt,
    int? LastStatus,
    string? LastReason,
    bool OutOfOrder,
    string? WaitsFor,
    Guid? BatchId)
{
    private const string Prefix = "dlv_";

    public static DeliveryResponse Of(DeliveryRow row, EventRow told) => new(
        IdOf(row.Id),
        row.WebhookId,
        told.Key,
        row.Type,
        row.OrderingKey,
        Words.Of(row.State),
        Words.Of(row.Origin),
        row.Attempts,
        row.Sequence,
        DateTimeOffset.FromUnixTimeMilliseconds(told.OccurredMs),
        DateTimeOffset.FromUnixTimeMilliseconds(row.EnqueuedMs),
        row.State < DeliveryState.Delivered && row.DueMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(row.DueMs) : null,
        row.FinishedMs is { } finished ? DateTimeOffset.FromUnixTimeMilliseconds(finished) : null,
        row.LastStatus,
        row.LastReason,
        row.OutOfOrder,
        WaitsFor: null,
        row.BatchId is { } batch ? new Guid(batch, bigEndian: true) : null);

    public static string IdOf(long id) => Prefix + id.ToString(CultureInfo.InvariantCulture);

    /// <returns>The row's number, or null when the text is no id of a delivery.</returns>
    public static long? NumberOf(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal)
        && long.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

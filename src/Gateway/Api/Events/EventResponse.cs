using System.Text.Json;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Relay.Storage;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary>Something that the rules found and that was stored, before it went to anybody.</summary>
/// <param name="Topic">The detection that found it, with the parameters that differ from their defaults; null for events of earlier builds.</param>
/// <param name="SupersededAt">When late data showed that it did not happen; null while it counts.</param>
/// <param name="Data">The body's <c>data</c>.</param>
internal sealed record EventResponse(
    Guid Id,
    string Type,
    string? Topic,
    string Vehicle,
    DateTimeOffset OccurredAt,
    DateTimeOffset StoredAt,
    DateTimeOffset? SupersededAt,
    JsonElement Data)
{
    public static EventResponse Of(EventRow row) => new(
        row.Key,
        row.Type,
        row.Topic,
        row.OrderingKey,
        DateTimeOffset.FromUnixTimeMilliseconds(row.OccurredMs),
        DateTimeOffset.FromUnixTimeMilliseconds(row.StoredMs),
        row.SupersededMs is { } superseded ? DateTimeOffset.FromUnixTimeMilliseconds(superseded) : null,
        JsonSerializer.Deserialize<JsonElement>(row.Data, ApiJson.Options));
}

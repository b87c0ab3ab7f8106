using System.Text.Json;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Publishing;

namespace EdgeRelay.Gateway.Api.Events;

/// <summary>An event type that a webhook can ask for.</summary>
/// <param name="Kind">The group it is shown in: movement, speed, engine, landmarks, cargo, driver.</param>
/// <param name="Example">The body's <c>data</c> of one.</param>
internal sealed record EventTypeResponse(
    string Type, string Kind, string Description, IReadOnlyList<EventParameterResponse> Parameters, JsonElement Example)
{
    public static EventTypeResponse Of(EventType type) => new(
        type.Key,
        type.Group,
        type.Description,
        [.. type.Parameters.Select(EventParameterResponse.Of)],
        JsonSerializer.Deserialize<JsonElement>(
            EventPayload.Render(SampleEvents.For(type.Key), SampleEvents.Context), ApiJson.Options));
}

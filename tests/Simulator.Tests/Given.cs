using System.Text.Json;
using EdgeRelay.Simulator.Messages;
using EdgeRelay.Simulator.Scenarios;

namespace EdgeRelay.Simulator.Tests;

/// <summary>Dull valid things; a test names what matters.</summary>
internal static class Given
{
    public static CitySettings City(int vehicles = 5) => new()
    {
        Vehicles = vehicles,
        Seed = 7,
        Rate = vehicles,
        Start = new DateTime(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc),
    };

    public static List<PlannedMessage> Stream(CitySettings settings) => [.. CityScenario.Messages(settings)];

    public static JsonElement Body(PlannedMessage message) => JsonDocument.Parse(message.Payload).RootElement;

    public static double? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}

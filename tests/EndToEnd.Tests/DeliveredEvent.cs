using System.Text.Json;

namespace EdgeRelay.EndToEnd.Tests;

/// <summary>What a webhook's request said, so far as tests ask.</summary>
/// <param name="OnRoad">The whole data of an event that names a road; null for all others, to stay small.</param>
/// <param name="DriverName">First and last name of the driver; null when the account knows none.</param>
/// <param name="IsTest">A first payload or a test message: it tells of no vehicle.</param>
internal sealed record DeliveredEvent(
    long WebhookId,
    string Type,
    string Kind,
    string Vehicle,
    long OccurredMs,
    long? LandmarkId,
    string? DriverId,
    string? DriverName,
    bool IsTest,
    JsonElement? OnRoad)
{
    public static DeliveredEvent Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var head = document.RootElement.GetProperty("head");
        var data = document.RootElement.GetProperty("data");
        return new DeliveredEvent(
            head.GetProperty("webhook_id").GetInt64(),
            head.GetProperty("type").GetString()!,
            data.GetProperty("kind").GetString()!,
            data.GetProperty("id").GetString()!,
            data.GetProperty("occurred_at").GetDateTimeOffset().ToUnixTimeMilliseconds(),
            LandmarkOf(data),
            data.GetProperty("driver_id").GetString(),
            data.GetProperty("last_name").GetString() is { } last ? $"{data.GetProperty("first_name").GetString()} {last}" : null,
            data.TryGetProperty("test", out _),
            data.TryGetProperty("way_id", out var way) && way.ValueKind == JsonValueKind.String ? data.Clone() : null);
    }

    private static long? LandmarkOf(JsonElement data) =>
        data.GetProperty("landmark_id") is { ValueKind: not JsonValueKind.Null } id
            ? long.Parse(id.ToString(), System.Globalization.CultureInfo.InvariantCulture)
            : null;
}

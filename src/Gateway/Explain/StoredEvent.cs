using System.Globalization;
using System.Text.Json;
using EdgeRelay.Relay.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EventId = EdgeRelay.Rules.Events.EventId;

namespace EdgeRelay.Gateway.Explain;

/// <summary>An event read back from what was stored of it: as much as filters look at.</summary>
/// <remarks>Immutable.</remarks>
internal sealed class StoredEvent
{
    private readonly EventRow _row;
    private readonly IReadOnlyList<long> _landmarks;
    private readonly long? _crossed;

    private StoredEvent(EventRow row, EventKind kind, Instant receivedAt, IReadOnlyList<long> landmarks, long? crossed)
    {
        (_row, Kind, ReceivedAt) = (row, kind, receivedAt);
        (_landmarks, _crossed) = (landmarks, crossed);
    }

    public EventKind Kind { get; }

    /// <summary>When the gateway received what proved it: a trigger that counts from later did not see it.</summary>
    public Instant ReceivedAt { get; }

    public string Type => _row.Type;

    /// <summary>Canonical form of the detection that found it; null for events of earlier builds.</summary>
    public string? Topic => _row.Topic;

    public string VehicleId => _row.OrderingKey;

    public static StoredEvent Read(EventRow row)
    {
        using var data = JsonDocument.Parse(row.Data);
        var root = data.RootElement;
        return new StoredEvent(
            row,
            root.TryGetProperty("kind", out var kind) && Enum.TryParse<EventKind>(kind.GetString(), ignoreCase: true, out var known)
                ? known
                : EventKind.Report,
            root.TryGetProperty("received_at", out var received) && received.TryGetDateTimeOffset(out var at)
                ? Instant.From(at)
                : new Instant(row.StoredMs),
            root.TryGetProperty("landmark_ids", out var inside) && inside.ValueKind == JsonValueKind.Array
                ? [.. inside.EnumerateArray().Select(Number).OfType<long>()]
                : [],
            row.Type.StartsWith("landmark_", StringComparison.Ordinal) && root.TryGetProperty("landmark_id", out var crossed)
                ? Number(crossed)
                : null);
    }

    /// <summary>The event as a filter sees it.</summary>
    public RuleEvent As(Detection detection) => new()
    {
        Id = EventId.FromBytes(_row.EventId),
        DerivedId = EventId.FromBytes(_row.EventId),
        Detection = detection,
        Kind = Kind,
        Subject = "",
        OccurredAt = new Instant(_row.OccurredMs),
        ConfirmedAt = new Instant(_row.OccurredMs),
        ReceivedAt = ReceivedAt,
        Vehicle = new VehicleSnapshot { Key = new VehicleKey(_row.AccountId, _row.OrderingKey), LandmarkIds = _landmarks },
        Detail = _crossed is { } landmark
            ? new EventDetail.LandmarkCrossed(landmark, "", 0, Interpolated: false, Crossing: false, Initial: false, null, null)
            : new EventDetail.Location(),
    };

    private static long? Number(JsonElement value) =>
        long.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

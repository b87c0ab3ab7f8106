using System.Globalization;
using System.Text.Json;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Testing;

namespace EdgeRelay.Rules.Tests.Recordings;

/// <summary>One line of a recorded fleet's event log: what the device said, and the sample that it is for us.</summary>
internal sealed record FleetEvent(string Type, Sample Sample)
{
    public static List<FleetEvent> ReadAll(int vehicle)
    {
        var events = new List<FleetEvent>();
        foreach (var line in File.ReadLines(SharedRecordings.Path("drvr", $"vehicle{vehicle}_trip1.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            events.Add(Of(document.RootElement, events.Count));
        }

        return events;
    }

    private static FleetEvent Of(JsonElement root, int number)
    {
        var type = root.GetProperty("type").GetString()!;
        var body = root.GetProperty("ev");
        var time = TimeOf(body.GetProperty("ts"));
        var hasPlace = body.TryGetProperty("pos", out var place);
        return new FleetEvent(type, new Sample
        {
            Time = time,
            Received = body.TryGetProperty("receivedTs", out var received) ? TimeOf(received) : time,
            ContentHash = (ulong)number + 1,
            Position = hasPlace
                ? new Position(place.GetProperty("latlon").GetProperty("lat").GetDouble(), place.GetProperty("latlon").GetProperty("lng").GetDouble())
                : null,
            GpsSpeed = hasPlace ? Speed.FromKmh(place.GetProperty("speed").GetDouble()) : null,
            Reason = type switch
            {
                "vehicle-ign-on" => "ignition_on",
                "vehicle-ign-off" => "ignition_off",
                _ => type,
            },
        });
    }

    private static Instant TimeOf(JsonElement text) =>
        Instant.From(DateTimeOffset.ParseExact(text.GetString()!, "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>What a webhook wants: the JSON in <see cref="Relay.Subscriptions.Subscription.Selection"/>.</summary>
/// <param name="Wanted">Its triggers as the customer wrote them.</param>
/// <param name="Scope">The vehicles that all of them are limited to.</param>
/// <remarks>
/// Immutable. Each detection says since when it counts: samples received before are not judged by it.
/// </remarks>
public sealed record WebhookSelection(IReadOnlyList<Trigger> Wanted, VehicleChoice Scope)
{
    /// <summary>The triggers with the webhook's own limits in their filters: what the lanes match.</summary>
    public IReadOnlyList<Trigger> Triggers => Scope.IsAll ? Wanted : [.. Wanted.Select(t => Limit(t, Scope)).OfType<Trigger>()];

    /// <summary>Every vehicle group that a trigger or the scope names.</summary>
    public IEnumerable<long> Groups => Wanted.SelectMany(t => t.Filter.Vehicles.Groups).Concat(Scope.Groups).Distinct();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is of something else.</exception>
    public static WebhookSelection Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var faults = new List<TriggerFault>();
        var triggers = TriggerParser.ParseAll(root.GetProperty("triggers"), "/triggers", faults);
        return faults.Count == 0
            ? new WebhookSelection(
                Stamped(triggers, root.GetProperty("effective_from_ms")),
                VehicleChoice.Of(
                    root.GetProperty("vehicles").EnumerateArray().Select(v => v.GetString()!),
                    root.TryGetProperty("groups", out var groups) ? groups.EnumerateArray().Select(g => g.GetInt64()) : []))
            : throw new InvalidDataException($"A stored selection cannot be read: {faults[0].Pointer} {faults[0].Detail}");
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("triggers");
            WriteTriggers(writer);
            writer.WriteStartArray("vehicles");
            foreach (var vehicle in Scope.Ids.Order(StringComparer.Ordinal))
            {
                writer.WriteStringValue(vehicle);
            }

            writer.WriteEndArray();
            WriteGroups(writer);
            writer.WriteStartArray("effective_from_ms");
            foreach (var trigger in Wanted)
            {
                writer.WriteNumberValue(trigger.Detection.EffectiveFrom?.UnixMilliseconds ?? 0);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The triggers as the API shows them: an array.</summary>
    public void WriteTriggers(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (var trigger in Wanted)
        {
            TriggerWriter.Write(writer, trigger);
        }

        writer.WriteEndArray();
    }

    /// <summary>The same with another time of effect for each detection.</summary>
    public WebhookSelection EffectiveFrom(Func<Detection, Instant> time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return this with { Wanted = [.. Wanted.Select(t => From(t, time(t.Detection)))] };
    }

    private void WriteGroups(Utf8JsonWriter writer)
    {
        if (Scope.Groups.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("groups");
        foreach (var group in Scope.Groups.Order())
        {
            writer.WriteNumberValue(group);
        }

        writer.WriteEndArray();
    }

    private static Trigger From(Trigger trigger, Instant time) =>
        trigger with { Detection = trigger.Detection with { EffectiveFrom = time } };

    // One number for all was written once.
    private static List<Trigger> Stamped(IEnumerable<Trigger> triggers, JsonElement times) =>
        [.. triggers.Select((t, i) => From(t, new Instant(times.ValueKind == JsonValueKind.Array ? times[i].GetInt64() : times.GetInt64())))];

    // A trigger for other vehicles than the webhook's can never match: nobody need look for it.
    private static Trigger? Limit(Trigger trigger, VehicleChoice scope) =>
        scope.CanMeet(trigger.Filter.Vehicles) ? trigger with { Filter = trigger.Filter with { Scope = scope } } : null;
}

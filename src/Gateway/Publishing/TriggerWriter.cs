using System.Collections.Frozen;
using System.Text.Json;
using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>Writes triggers as <see cref="TriggerParser"/> reads them; what has its default is left out.</summary>
public static class TriggerWriter
{
    public static void Write(Utf8JsonWriter writer, Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(trigger);
        writer.WriteStartObject();
        writer.WriteString("type"u8, trigger.Detection.Type);
        foreach (var parameter in EventTypes.Find(trigger.Detection.Type).Parameters)
        {
            var value = parameter.Read(trigger.Detection);
            if (parameter.AlwaysShown || !Equals(value, parameter.Default))
            {
                WriteValue(writer, parameter.Name, value);
            }
        }

        WriteFilter(writer, trigger.Filter);
        writer.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter writer, EventFilter filter)
    {
        WriteTexts(writer, "vehicles", filter.Vehicles.Ids);
        WriteIds(writer, "groups", filter.Vehicles.Groups);
        WriteIds(writer, "landmarks", filter.Inside);
        WriteTexts(writer, "landmark_groups", filter.InsideGroups);
        WriteIds(writer, "outside", filter.Outside);
        WriteTexts(writer, "outside_groups", filter.OutsideGroups);
        if (filter.Schedule is { } schedule)
        {
            writer.WritePropertyName("schedule"u8);
            ScheduleJson.Write(writer, schedule);
        }

        if (filter.CoolDownSeconds > 0)
        {
            writer.WriteNumber("cool_down_s"u8, filter.CoolDownSeconds);
        }

        if (filter.SendEnd)
        {
            writer.WriteBoolean("send_end"u8, true);
        }

        if (filter.SendCorrections)
        {
            writer.WriteBoolean("send_corrections"u8, true);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, FrozenSet<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts.Order(StringComparer.Ordinal))
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteIds(Utf8JsonWriter writer, string name, FrozenSet<long> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var id in ids.Order())
        {
            writer.WriteNumberValue(id);
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case double number:
                writer.WriteNumber(name, number);
                break;
            case int integer:
                writer.WriteNumber(name, integer);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case NameList names:
                writer.WriteStartArray(name);
                foreach (var entry in names.Names)
                {
                    writer.WriteStringValue(entry);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteString(name, (string?)value);
                break;
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgeRelay.Gateway.Schedules;

/// <summary>
/// Reads and writes schedules: <c>{"zone":"Europe/Berlin","windows":[{"days":["mon","tue"],"from":"08:00","to":"18:00"}]}</c>.
/// </summary>
/// <remarks>Stateless; safe from any thread.</remarks>
public static class ScheduleJson
{
    private const int MinutesPerDay = 1_440;

    /// <summary>By <see cref="DayOfWeek"/>.</summary>
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <param name="value">What was sent.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="refuse">Told of each fault: place and sentence.</param>
    /// <returns>Null when something was refused.</returns>
    public static WeeklySchedule? Read(JsonElement value, string pointer, Action<string, string> refuse)
    {
        ArgumentNullException.ThrowIfNull(refuse);
        if (value.ValueKind != JsonValueKind.Object)
        {
            refuse(pointer, "a schedule is an object with a zone and windows.");
            return null;
        }

        RefuseOthers(value, pointer, ["zone", "windows"], refuse);
        var zone = ReadZone(value, pointer, refuse);
        if (!value.TryGetProperty("windows", out var list)
            || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() is 0 or > WeeklySchedule.MostWindows)
        {
            refuse(pointer + "/windows", $"windows is an array of 1 to {WeeklySchedule.MostWindows} windows.");
            return null;
        }

        var windows = list.EnumerateArray().Select((w, i) => ReadWindow(w, $"{pointer}/windows/{i}", refuse)).ToList();
        return zone is null || windows.Contains(null) ? null : new WeeklySchedule(zone, [.. windows.OfType<WeeklyWindow>()]);
    }

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is of something else, or this machine does not know its zone any more.</exception>
    public static WeeklySchedule Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json);
        return Read(
            document.RootElement, "", (place, fault) => throw new InvalidDataException($"A stored schedule cannot be read: {place} {fault}"))!;
    }

    public static string Text(WeeklySchedule schedule)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, schedule);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, WeeklySchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(schedule);
        writer.WriteStartObject();
        writer.WriteString("zone"u8, schedule.Zone.Id);
        writer.WriteStartArray("windows"u8);
        foreach (var window in schedule.Windows)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("days"u8);
            foreach (var day in window.Days)
            {
                writer.WriteStringValue(DayNames[(int)day]);
            }

            writer.WriteEndArray();
            writer.WriteString("from"u8, Clock(window.FromMinute));
            writer.WriteString("to"u8, Clock(window.ToMinute));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static TimeZoneInfo? ReadZone(JsonElement value, string pointer, Action<string, string> refuse)
    {
        // Names of Windows are found too; IANA names alone have a slash, but for UTC.
        if (TextOf(value, "zone") is { } name
            && (name == "UTC" || name.Contains('/', StringComparison.Ordinal))
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        refuse(pointer + "/zone", "zone is an IANA time zone such as Europe/Berlin that this machine knows.");
        return null;
    }

    private static WeeklyWindow? ReadWindow(JsonElement value, string pointer, Action<string, string> refuse)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            refuse(pointer, "a window is an object with days, from and to.");
            return null;
        }

        RefuseOthers(value, pointer, ["days", "from", "to"], refuse);
        var days = ReadDays(value);
        var (from, to) = (Minute(TextOf(value, "from")), Minute(TextOf(value, "to")));
        if (days is null)
        {
            refuse(pointer + "/days", $"days is an array of some of {string.Join(", ", DayNames)}.");
        }

        if (from is not < MinutesPerDay)
        {
            refuse(pointer + "/from", "from is a time of day, 00:00 to 23:59.");
        }

        if (to is not > 0 || to == from)
        {
            refuse(pointer + "/to", "to is a time of day, 00:01 to 24:00, other than from; an earlier one is on the next day.");
        }

        return days is not null && from < MinutesPerDay && to > 0 && to != from ? new WeeklyWindow(days, from.Value, to.Value) : null;
    }

    private static List<DayOfWeek>? ReadDays(JsonElement window)
    {
        if (!window.TryGetProperty("days", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var days = new List<DayOfWeek>();
        foreach (var element in list.EnumerateArray())
        {
            var day = element.ValueKind == JsonValueKind.String
                ? Array.FindIndex(DayNames, name => element.ValueEquals(name))
                : -1;
            if (day < 0)
            {
                return null;
            }

            days.Add((DayOfWeek)day);
        }

        return days.Count > 0 ? [.. days.Distinct()] : null;
    }

    private static void RefuseOthers(JsonElement value, string pointer, string[] known, Action<string, string> refuse)
    {
        foreach (var field in value.EnumerateObject().Where(f => !known.Contains(f.Name)))
        {
            refuse($"{pointer}/{field.Name}", $"there is no field {field.Name} here; the fields are {string.Join(", ", known)}.");
        }
    }

    private static string? TextOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static int? Minute(string? clock) =>
        clock is [>= '0' and <= '2', >= '0' and <= '9', ':', >= '0' and <= '5', >= '0' and <= '9']
        && (int.Parse(clock[..2], CultureInfo.InvariantCulture) * 60) + int.Parse(clock[3..], CultureInfo.InvariantCulture) is <= MinutesPerDay and var minute
            ? minute
            : null;

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}

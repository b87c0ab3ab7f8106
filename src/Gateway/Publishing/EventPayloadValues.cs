using System.Globalization;
using System.Text.Json;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>How payloads write values: unknown is null, numbers are rounded and shortest, times are RFC 3339.</summary>
internal static class EventPayloadValues
{
    private const double MetersPerMile = 1609.344;

    public static void Number(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value, int decimals)
    {
        if (value is { } number && double.IsFinite(number))
        {
            // Adding zero turns −0 into 0.
            writer.WriteNumber(name, Math.Round(number, decimals, MidpointRounding.AwayFromZero) + 0.0);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void Exact(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value) => writer.Number(name, value, 15);

    public static void Degrees(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value) => writer.Number(name, value, 7);

    public static void Mph(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Speed? speed) =>
        writer.Number(name, speed?.MilesPerHour, 1);

    public static void Miles(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? meters) =>
        writer.Number(name, meters / MetersPerMile, 1);

    public static void Seconds(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? seconds) => writer.Number(name, seconds, 3);

    /// <summary>Always with milliseconds: <c>2015-12-15T20:20:18.000Z</c>.</summary>
    public static void TimeMs(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Instant time) =>
        writer.WriteString(name, time.ToString());

    /// <summary>With milliseconds only where there are some: <c>2015-12-15T20:20:18Z</c>.</summary>
    public static void Time(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Instant? time) =>
        writer.WriteString(name, time is { } known ? Text(known.ToDateTimeOffset(), known) + "Z" : null);

    /// <summary>Local, with the offset of <paramref name="zone"/> at that time: <c>2015-12-15T13:20:18-07:00</c>.</summary>
    public static void LocalTime(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Instant? time, TimeZoneInfo zone)
    {
        if (time is not { } known)
        {
            writer.WriteNull(name);
            return;
        }

        var local = TimeZoneInfo.ConvertTime(known.ToDateTimeOffset(), zone);
        writer.WriteString(name, Text(local, known) + local.ToString("zzz", CultureInfo.InvariantCulture));
    }

    public static void OnOff(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value) =>
        writer.WriteString(name, value switch { true => "on", false => "off", null => null });

    public static void Id(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? id) =>
        writer.WriteString(name, id?.ToString(CultureInfo.InvariantCulture));

    private static string Text(DateTimeOffset time, Instant instant) => time.ToString(
        instant.UnixMilliseconds % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
}

using System.Text.Json;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Decoding.EdgeRelayV1;

/// <summary>The field <c>t</c> and other times: RFC 3339 text, or a number of seconds (below 1e11) or milliseconds since 1970.</summary>
internal static class EventTime
{
    private const double FirstMillisecond = 1e11;

    // What a calendar can print: years 1 to 9999.
    private const long Earliest = -62_135_596_800_000;
    private const long Latest = 253_402_300_799_999;

    /// <returns>False when it is no time: the caller decides whether that is a fault.</returns>
    public static bool TryRead(ref Utf8JsonReader reader, out Instant time)
    {
        time = default;
        return reader.TokenType switch
        {
            JsonTokenType.Number => JsonNumber.TryRead(ref reader, out var number) && TryFromNumber(number, out time),
            JsonTokenType.String when !reader.ValueIsEscaped => TryFromText(reader.ValueSpan, out time),
            _ => false,
        };
    }

    public static bool TryFromText(ReadOnlySpan<byte> text, out Instant time) =>
        Rfc3339.TryParse(text, out time) && time.UnixMilliseconds is >= Earliest and <= Latest;

    public static bool TryFromNumber(double number, out Instant time)
    {
        time = default;
        var milliseconds = Math.Round(number < FirstMillisecond ? number * 1000 : number);
        if (milliseconds is not (>= Earliest and <= Latest))
        {
            return false;
        }

        time = new Instant((long)milliseconds);
        return true;
    }
}

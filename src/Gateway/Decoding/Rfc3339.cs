// Hot path: parses the bytes where they lie; the framework's parsers need a string or reject offsets and long fractions.
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Decoding;

/// <summary>RFC 3339 date and time from UTF-8: <c>2026-11-22T09:30:15.250Z</c>, <c>2026-11-22 10:30:15+01:00</c>.</summary>
public static class Rfc3339
{
    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>Day number of 1970-01-01, counted from 0001-01-01.</summary>
    private const int UnixEpochDay = 719_162;

    /// <summary>
    /// Any number of fraction digits; what lies below a millisecond is cut, so that a time never moves into the future. A leap second
    /// (<c>:60</c>) is the next minute's first.
    /// </summary>
    /// <remarks>Allocates nothing; never throws on bytes from the wire.</remarks>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':'
            || text[10] is not ((byte)'T' or (byte)'t' or (byte)' '))
        {
            return false;
        }

        var year = (Two(text) * 100) + Two(text[2..]);
        var month = Two(text[5..]);
        var day = Two(text[8..]);
        var hour = Two(text[11..]);
        var minute = Two(text[14..]);
        var second = Two(text[17..]);
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
        {
            return false;
        }

        var rest = text[19..];
        if (!TryReadFraction(ref rest, out var millisecond) || !TryReadOffset(rest, out var offsetMinutes))
        {
            return false;
        }

        var days = DaysSince1970(year, month, day);
        var minutes = (hour * 60) + minute - offsetMinutes;
        instant = new Instant((days * MillisecondsPerDay) + (minutes * 60_000L) + (second * 1_000L) + millisecond);
        return true;
    }

    // Far below zero for anything but two digits, so that every range check refuses it.
    private static int Two(ReadOnlySpan<byte> text)
    {
        var tens = text[0] - '0';
        var ones = text[1] - '0';
        return (uint)tens <= 9 && (uint)ones <= 9 ? (tens * 10) + ones : -10_000;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> rest, out int millisecond)
    {
        millisecond = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = 1;
        for (var weight = 100; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++, weight /= 10)
        {
            millisecond += (rest[digits] - '0') * weight;
        }

        rest = rest[digits..];
        return digits > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> rest, out int minutes)
    {
        minutes = 0;
        if (rest.Length == 1)
        {
            return rest[0] is (byte)'Z' or (byte)'z';
        }

        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':')
        {
            return false;
        }

        var hour = Two(rest[1..]);
        var minute = Two(rest[4..]);
        minutes = ((hour * 60) + minute) * (rest[0] == '-' ? -1 : 1);
        return hour is >= 0 and <= 23 && minute is >= 0 and <= 59;
    }

    private static long DaysSince1970(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - UnixEpochDay;
}

using System.Globalization;

namespace EdgeRelay.Simulator.Replay;

/// <summary>Reads the times of recordings. Times without a zone are UTC.</summary>
internal static class RecordedTime
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Iso =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK",
    ];

    /// <param name="format">A .NET date format; null for ISO 8601, or Unix seconds (below 1e11) or milliseconds.</param>
    /// <returns>Null when the text is no such time: it is never guessed.</returns>
    public static DateTime? Parse(string text, string? format)
    {
        if (format is null && CanonicalField.TryReadNumber(text, out var number))
        {
            return FromUnix(number);
        }

        var read = format is null
            ? DateTime.TryParseExact(text, Iso, CultureInfo.InvariantCulture, Utc, out var time)
            : DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out time);
        return read ? time : null;
    }

    private static DateTime? FromUnix(double number)
    {
        var milliseconds = Math.Abs(number) < 1e11 ? number * 1000 : number;
        return milliseconds is > -62e12 and < 253e12 ? DateTime.UnixEpoch.AddMilliseconds(Math.Round(milliseconds)) : null;
    }
}

using System.Globalization;

namespace EdgeRelay.Relay.Sending;

/// <summary>Reads a <c>Retry-After</c> header: seconds (fractions rounded up) or an HTTP date. Anything else is ignored.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Parse(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0)
        {
            return seconds <= 31_536_000 ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : TimeSpan.FromDays(365);
        }

        return DateTimeOffset.TryParseExact(
            text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > now
            ? date - now
            : null;
    }
}

using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Rules.Filters;

/// <summary>Judges a device's clock by the time of receipt (telematics reference 2.3). Off in the raw profile.</summary>
public static class ClockFilter
{
    private const long DayMilliseconds = 86_400_000;
    private const long GpsEraMilliseconds = 1024 * 7 * DayMilliseconds;
    private const long CorrectedAgeMilliseconds = 90 * DayMilliseconds;

    /// <summary>What <see cref="RuleEngine.Apply"/> will say of the input's time: asked by a host that still holds the message's bytes.</summary>
    public static InputVerdict Judge(VehicleInput input, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(book);
        var time = input.Time;
        book = book.At(input.Received);
        return book.Profile == RuleProfile.Standard && input is (Sample or DriverReport)
            ? Judge(ref time, input.Received, book.Filters, out _)
            : InputVerdict.Applied;
    }

    /// <summary>Whether a sample of that time would be applied.</summary>
    public static bool IsUsable(Instant time, Instant received, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        book = book.At(received);
        return book.Profile == RuleProfile.Raw || Judge(ref time, received, book.Filters, out _) == InputVerdict.Applied;
    }

    /// <param name="time">The device's time; corrected when its GPS week counter had rolled over.</param>
    /// <returns><see cref="InputVerdict.Applied"/> when the time is usable, else why not.</returns>
    internal static InputVerdict Judge(ref Instant time, Instant received, FilterSettings settings, out bool corrected)
    {
        corrected = false;
        var latest = received.PlusSeconds(settings.FutureToleranceSeconds);
        if (time > latest)
        {
            return InputVerdict.FutureTime;
        }

        if (time >= received.PlusSeconds(-settings.PastToleranceSeconds))
        {
            return InputVerdict.Applied;
        }

        for (var eras = 1; eras <= 2; eras++)
        {
            var moved = new Instant(time.UnixMilliseconds + (eras * GpsEraMilliseconds));
            if (moved <= latest && moved.UnixMilliseconds >= received.UnixMilliseconds - CorrectedAgeMilliseconds)
            {
                time = moved;
                corrected = true;
                return InputVerdict.Applied;
            }
        }

        return InputVerdict.PastTime;
    }
}

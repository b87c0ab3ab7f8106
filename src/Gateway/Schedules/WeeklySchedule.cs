using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Schedules;

/// <summary>Weekly windows in a time zone (telematics reference 2.6).</summary>
/// <remarks>
/// Immutable; safe to read from any thread. Windows are laid out as intervals of UTC some weeks around the time that is asked about, so that a
/// question costs a search in a short list; another time of the year lays them out anew.
/// </remarks>
public sealed class WeeklySchedule(TimeZoneInfo zone, IReadOnlyList<WeeklyWindow> windows) : ISchedule
{
    public const int MostWindows = 50;

    private const long DayMs = 86_400_000;
    private const int DaysAround = 28;

    /// <summary>At its ends a layout misses windows that began before, and what zones shift.</summary>
    private const int MarginDays = 3;

    private Layout _layout = new(1, 0, []);

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>At least one.</summary>
    public IReadOnlyList<WeeklyWindow> Windows { get; } = windows;

    public bool Includes(Instant time)
    {
        var ms = time.UnixMilliseconds;
        var layout = Volatile.Read(ref _layout);
        if (ms < layout.FirstMs || ms > layout.LastMs)
        {
            Volatile.Write(ref _layout, layout = LayOut(ms));
        }

        return layout.Includes(ms);
    }

    private Layout LayOut(long aroundMs)
    {
        var middle = DateTime.UnixEpoch.AddDays(Math.Floor((double)aroundMs / DayMs));
        var intervals = new List<(long From, long To)>();
        for (var day = -DaysAround; day <= DaysAround; day++)
        {
            var date = DateTime.SpecifyKind(middle.AddDays(day), DateTimeKind.Unspecified);
            foreach (var window in Windows.Where(w => w.Days.Contains(date.DayOfWeek)))
            {
                var end = date.AddMinutes(window.ToMinute).AddDays(window.ToMinute > window.FromMinute ? 0 : 1);
                var from = UtcMs(date.AddMinutes(window.FromMinute), takeFirst: true);
                var to = UtcMs(end, takeFirst: false);
                if (to > from)
                {
                    intervals.Add((from, to));
                }
            }
        }

        intervals.Sort();
        var middleMs = new DateTimeOffset(middle, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var reach = (DaysAround - MarginDays) * DayMs;
        return new Layout(middleMs - reach, middleMs + reach, [.. intervals]);
    }

    /// <summary>A time that the clock skips moves forward by what it skips; of one that it shows twice, a start is the first and an end the second.</summary>
    private long UtcMs(DateTime local, bool takeFirst)
    {
        TimeSpan offset;
        if (Zone.IsInvalidTime(local))
        {
            // As it was the day before: the gap is what was added since.
            offset = Zone.GetUtcOffset(DateTime.SpecifyKind(local - Zone.BaseUtcOffset, DateTimeKind.Utc).AddDays(-1));
        }
        else if (Zone.IsAmbiguousTime(local))
        {
            var offsets = Zone.GetAmbiguousTimeOffsets(local);
            offset = takeFirst ? offsets.Max() : offsets.Min();
        }
        else
        {
            offset = Zone.GetUtcOffset(local);
        }

        return new DateTimeOffset(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
    }

    /// <param name="FirstMs">From here on it is complete.</param>
    /// <param name="LastMs">Up to here, included.</param>
    /// <param name="Intervals">By their beginnings; they may overlap.</param>
    private sealed record Layout(long FirstMs, long LastMs, (long From, long To)[] Intervals)
    {
        public bool Includes(long ms)
        {
            foreach (var (from, to) in Intervals)
            {
                if (from > ms)
                {
                    return false;
                }

                if (ms < to)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

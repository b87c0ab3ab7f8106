using System.Numerics;
using EdgeRelay.Rules;

namespace EdgeRelay.Gateway.Vehicles;

/// <summary>How often the filters stepped in for one vehicle since the gateway started, by reason.</summary>
/// <remarks>Thread-safe. In memory only, and nothing at all for a vehicle whose messages were all good: a million of them cost a pointer each.</remarks>
internal sealed class FilterCounts
{
    private static readonly string[] Names =
        ["bad_time", "future_time", "past_time", "gps_week", "no_position", "jump", "poor_gnss", "parked_drift"];

    private long[]? _counts;

    /// <summary>The name on the wire.</summary>
    public static string NameOf(FilterReason reason) => Names[(int)reason];

    /// <summary>The reasons behind <paramref name="marks"/>, one after the other.</summary>
    public static bool TryTake(ref FilterMarks marks, out FilterReason reason)
    {
        var bit = (FilterMarks)(1 << BitOperations.TrailingZeroCount((int)marks));
        reason = bit switch
        {
            FilterMarks.NoPosition => FilterReason.NoPosition,
            FilterMarks.Jump => FilterReason.Jump,
            FilterMarks.PoorGnss => FilterReason.PoorGnss,
            FilterMarks.ParkedDrift => FilterReason.ParkedDrift,
            _ => FilterReason.GpsWeek,
        };
        var isAny = marks != FilterMarks.None;
        marks &= ~bit;
        return isAny;
    }

    public void Count(FilterReason reason)
    {
        var counts = Volatile.Read(ref _counts);
        if (counts is null)
        {
            var made = new long[Names.Length];
            counts = Interlocked.CompareExchange(ref _counts, made, null) ?? made;
        }

        Interlocked.Increment(ref counts[(int)reason]);
    }

    /// <summary>The counts by reason; those that are 0 are left out.</summary>
    public IReadOnlyDictionary<string, long> Read()
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        if (Volatile.Read(ref _counts) is { } counts)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                if (Interlocked.Read(ref counts[i]) is > 0 and var count)
                {
                    found.Add(Names[i], count);
                }
            }
        }

        return found;
    }
}

using System.Globalization;

namespace EdgeRelay.Rules;

/// <summary>A point in time: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.</summary>
/// <remarks>Rules never read a clock: every instant arrives on an input.</remarks>
public readonly record struct Instant(long UnixMilliseconds) : IComparable<Instant>
{
    public static Instant FromUnixSeconds(double seconds) => new((long)Math.Round(seconds * 1000));

    public static Instant From(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds);

    public Instant PlusSeconds(double seconds) => new(UnixMilliseconds + (long)Math.Round(seconds * 1000));

    /// <summary>Seconds from <paramref name="earlier"/> to this instant; negative when this one is earlier.</summary>
    public double SecondsSince(Instant earlier) => (UnixMilliseconds - earlier.UnixMilliseconds) / 1000.0;

    public int CompareTo(Instant other) => UnixMilliseconds.CompareTo(other.UnixMilliseconds);

    public static bool operator <(Instant left, Instant right) => left.UnixMilliseconds < right.UnixMilliseconds;

    public static bool operator >(Instant left, Instant right) => left.UnixMilliseconds > right.UnixMilliseconds;

    public static bool operator <=(Instant left, Instant right) => left.UnixMilliseconds <= right.UnixMilliseconds;

    public static bool operator >=(Instant left, Instant right) => left.UnixMilliseconds >= right.UnixMilliseconds;

    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

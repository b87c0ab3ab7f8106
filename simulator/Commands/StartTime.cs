using System.Globalization;

namespace EdgeRelay.Simulator.Commands;

/// <summary>Event time at which a run begins, as it was asked for.</summary>
internal abstract record StartTime
{
    private StartTime()
    {
    }

    /// <summary>When sending begins.</summary>
    internal sealed record Now : StartTime;

    internal sealed record At(DateTime Time) : StartTime;

    /// <summary>Reads <c>now</c>, or a date with or without time and offset; without an offset it is UTC.</summary>
    public static (bool Read, StartTime? Value) Parse(string text)
    {
        if (text == "now")
        {
            return (true, new Now());
        }

        var read = DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        return (read, read ? new At(time) : null);
    }
}

namespace EdgeRelay.Simulator.Sending;

/// <summary>How planned times map to the clock on the wall.</summary>
internal sealed class Pace
{
    private readonly TimeProvider _clock;
    private readonly double _factor;
    private readonly long _start;

    /// <param name="factor">1 is real time, 10 is ten times as fast; infinity sends as fast as acknowledgements allow.</param>
    public Pace(TimeProvider clock, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        _clock = clock;
        _factor = factor;
        _start = clock.GetTimestamp();
    }

    public bool IsUnlimited => double.IsPositiveInfinity(_factor);

    public TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    /// <summary>When a message is due, from the start of the run. Without a pace every message is due when its turn comes.</summary>
    public TimeSpan DueAfter(long dueMicroseconds) =>
        IsUnlimited ? Elapsed : TimeSpan.FromTicks((long)(dueMicroseconds * (TimeSpan.TicksPerMicrosecond / _factor)));

    public async ValueTask Wait(TimeSpan due, CancellationToken stop)
    {
        while (due - Elapsed is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, _clock, stop);
        }
    }

    /// <returns>Null when <paramref name="text"/> is neither <c>real</c> nor <c>max</c> nor a factor such as <c>10x</c>.</returns>
    public static double? ParseFactor(string text) => text switch
    {
        "real" => 1,
        "max" => double.PositiveInfinity,
        [.. var digits, 'x'] when double.TryParse(
            digits, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var factor)
            && factor > 0 && double.IsFinite(factor) => factor,
        _ => null,
    };
}

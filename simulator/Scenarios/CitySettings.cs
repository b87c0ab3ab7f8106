namespace EdgeRelay.Simulator.Scenarios;

/// <summary>The scenario <c>city</c>.</summary>
internal sealed record CitySettings
{
    public required int Vehicles { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Messages per second over the whole fleet, in event time.</summary>
    public required double Rate { get; init; }

    /// <summary>Event time at which the run begins.</summary>
    public required DateTime Start { get; init; }

    /// <summary>Null for no end.</summary>
    public long? Messages { get; init; }

    /// <summary>Event time that the run covers; null for no end.</summary>
    public TimeSpan? Duration { get; init; }

    public long Account { get; init; } = 1;

    public string Prefix { get; init; } = "truck-";

    /// <summary>Messages until the end, to within one per vehicle; null for no end.</summary>
    public long? ExpectedMessages =>
        Duration is { } duration ? Math.Min(Messages ?? long.MaxValue, (long)Math.Ceiling(duration.TotalSeconds * Rate)) : Messages;

    /// <summary>Event time that the run covers; zero when it has no end.</summary>
    public TimeSpan Span => ExpectedMessages is { } messages ? TimeSpan.FromSeconds(messages / Rate) : TimeSpan.Zero;

    /// <summary>Between two messages of one vehicle.</summary>
    public long IntervalMicroseconds => Math.Max(1, (long)Math.Round(1_000_000 * Vehicles / Rate));
}

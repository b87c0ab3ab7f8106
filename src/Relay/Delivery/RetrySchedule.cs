using System.Collections.Immutable;
using System.Globalization;
using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Delivery;

/// <summary>The waits between attempts. Immutable.</summary>
/// <param name="Waits">Wait before attempt 2, 3, …; after the last one the message is given up.</param>
/// <param name="Jitter">Share by which a wait is spread to either side, 0 to 1.</param>
/// <param name="Exact">Waits are kept to the second: no early retry after a recovery, and 410 is a failure like any other.</param>
public sealed record RetrySchedule(ImmutableArray<TimeSpan> Waits, double Jitter, bool Exact)
{
    /// <summary>The example schedule of Standard Webhooks: 10 attempts over 75:35:05 h.</summary>
    public static RetrySchedule Standard { get; } = new(
        Seconds(5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400), 0.2, Exact: false);

    /// <summary>3 attempts at 0, 5 and 15 minutes.</summary>
    public static RetrySchedule Crm { get; } = new(Seconds(300, 600), 0, Exact: true);

    /// <summary>8 attempts over 27:35:05 h.</summary>
    public static RetrySchedule Svix { get; } = new(Seconds(5, 300, 1_800, 7_200, 18_000, 36_000, 36_000), 0.2, Exact: false);

    /// <summary>49 attempts over 24 h, one each 30 minutes.</summary>
    public static RetrySchedule Onfleet { get; } = new([.. Enumerable.Repeat(TimeSpan.FromMinutes(30), 48)], 0, Exact: false);

    /// <summary>4 attempts over 7:01 h.</summary>
    public static RetrySchedule Motive { get; } = new(Seconds(60, 3_600, 21_600), 0, Exact: false);

    /// <summary>Attempts in all.</summary>
    public int Attempts => Waits.Length + 1;

    public static RetrySchedule For(Subscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return subscription.Retry switch
        {
            RetryPreset.Crm => Crm,
            RetryPreset.Svix => Svix,
            RetryPreset.Onfleet => Onfleet,
            RetryPreset.Motive => Motive,
            RetryPreset.Custom when Parse(subscription.RetryWaits) is { Length: > 0 } waits => new RetrySchedule(waits, 0.2, Exact: false),
            _ => Standard,
        };
    }

    /// <param name="attemptsMade">Attempts made so far, at least 1.</param>
    /// <param name="dice">0 to 1, exclusive.</param>
    /// <returns>The wait before the next attempt; null when the attempts are used up.</returns>
    public TimeSpan? WaitAfter(int attemptsMade, double dice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attemptsMade, 1);
        return attemptsMade > Waits.Length ? null : Waits[attemptsMade - 1] * (1 + (Jitter * ((2 * dice) - 1)));
    }

    private static ImmutableArray<TimeSpan> Parse(string? waits)
    {
        var list = ImmutableArray.CreateBuilder<TimeSpan>();
        foreach (var part in (waits ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86_400)
            {
                list.Add(TimeSpan.FromSeconds(seconds));
            }
        }

        return list.ToImmutable();
    }

    private static ImmutableArray<TimeSpan> Seconds(params int[] waits) => [.. waits.Select(w => TimeSpan.FromSeconds(w))];
}

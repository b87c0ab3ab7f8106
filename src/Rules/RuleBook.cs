using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Roads;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Rules;

/// <summary>Everything an account's rules need beside a vehicle's own state: an immutable snapshot, swapped whole.</summary>
/// <remarks>Immutable and safe to read from any thread.</remarks>
public sealed class RuleBook
{
    private RulePlan? _plan;
    private RulePlan[]? _earlier;

    /// <summary>
    /// When the snapshot was made, Unix ms, and no two at once; written with every journal record. What took effect after it was not
    /// known to it, even if the input came later.
    /// </summary>
    public required long Version { get; init; }

    public RuleProfile Profile { get; init; } = RuleProfile.Standard;

    /// <summary>Distinct detections that some enabled webhook asks for, each with the time from which it counts.</summary>
    public IReadOnlyList<Detection> Detections { get; init; } = [];

    public LandmarkIndex Landmarks { get; init; } = LandmarkIndex.Empty;

    public DriverDirectory Drivers { get; init; } = DriverDirectory.Empty;

    public FilterSettings Filters { get; init; } = new();

    public LateSettings Late { get; init; } = new();

    public IgnitionSettings Ignition { get; init; } = new();

    public IdleSettings Idle { get; init; } = new();

    public TripSettings Trips { get; init; } = new();

    public DriverSettings DriverRules { get; init; } = new();

    /// <summary>Roads with their limits; empty where none were imported.</summary>
    public RoadNetwork Roads { get; init; } = RoadNetwork.Empty;

    public LimitOrder LimitOrder { get; init; }

    public LandmarkSettings LandmarkRules { get; init; } = new();

    /// <summary>Since when the settings of this book count, Unix ms of the receive time. Detections, landmarks and tags say so themselves.</summary>
    public long SettingsFromMs { get; init; } = long.MinValue;

    /// <summary>The same book with the settings before <see cref="SettingsFromMs"/>; null when there were no others.</summary>
    public RuleBook? Former { get; init; }

    /// <summary>Whether a <see cref="Inputs.HeartbeatReport.IsConnect"/> would be told to anybody: else a host need not send it.</summary>
    public bool WantsConnects => Plan.WantsConnects;

    /// <summary>The book with the settings that counted for what was received at <paramref name="time"/>.</summary>
    internal RuleBook At(Instant time)
    {
        var book = this;
        while (time.UnixMilliseconds < book.SettingsFromMs && book.Former is { } former)
        {
            book = former;
        }

        return book;
    }

    /// <summary>The detections by family. Two threads may both make it at first; the plans are equal.</summary>
    internal RulePlan Plan => _plan ??= RulePlan.For(this, long.MaxValue);

    /// <summary>
    /// The detections that count for what was received at <paramref name="time"/>. After a change of the account's configuration messages
    /// that came before it may still be on their way, and a replay brings them again.
    /// </summary>
    internal RulePlan PlanAt(Instant time)
    {
        var plan = Plan;
        return time.UnixMilliseconds >= plan.CompleteFromMs ? plan : EarlierPlan(time.UnixMilliseconds);
    }

    private RulePlan EarlierPlan(long ms)
    {
        var earlier = _earlier ??=
        [
            .. Detections.Select(d => d.EffectiveFrom?.UnixMilliseconds ?? long.MinValue)
                .Append(long.MinValue).Distinct().Order().Select(from => RulePlan.For(this, from)),
        ];
        var last = earlier.Length - 1;
        while (earlier[last].CompleteFromMs > ms)
        {
            last--;
        }

        return earlier[last];
    }
}

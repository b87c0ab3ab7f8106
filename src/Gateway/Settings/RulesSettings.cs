using System.ComponentModel.DataAnnotations;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.EventTime;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Gateway.Settings;

/// <summary>What the rules take for granted, for all accounts. Thresholds of a trigger are the trigger's own.</summary>
public sealed record RulesSettings
{
    /// <summary><c>standard</c>, or <c>raw</c>: all filters, buffers and gates off.</summary>
    public RuleProfile Profile { get; init; } = RuleProfile.Standard;

    public FilterSettings Filters { get; init; } = new();

    public IgnitionSettings Ignition { get; init; } = new();

    public IdleSettings Idle { get; init; } = new();

    public TripSettings Trips { get; init; } = new();

    public DriverSettings Drivers { get; init; } = new();

    /// <summary>Which posted limit counts when device and landmark both give one: <c>devicefirst</c> or <c>landmarkfirst</c>.</summary>
    public LimitOrder LimitOrder { get; init; } = LimitOrder.DeviceFirst;

    /// <summary>
    /// How long an event is kept that every webhook's filters held back, so that it can be told why, hours; 0 keeps none. Readings that come all
    /// the time (positions, speeds, temperatures) are never kept for that.
    /// </summary>
    [Range(0, 720)]
    public int UnsentEventHours { get; init; } = 24;

    public LateSettings Late { get; init; } = new();
}

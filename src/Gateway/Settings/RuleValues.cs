using EdgeRelay.Rules;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Gateway.Settings;

/// <summary>What an account may decide of the rules by itself. The window for late samples is the operator's: it costs memory.</summary>
public sealed record RuleValues
{
    /// <inheritdoc cref="RulesSettings.Profile"/>
    public RuleProfile Profile { get; init; }

    /// <inheritdoc cref="RulesSettings.LimitOrder"/>
    public LimitOrder LimitOrder { get; init; }

    public FilterSettings Filters { get; init; } = new();

    public IgnitionSettings Ignition { get; init; } = new();

    public IdleSettings Idle { get; init; } = new();

    public TripSettings Trips { get; init; } = new();

    public DriverSettings Drivers { get; init; } = new();

    public static RuleValues Of(RulesSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new RuleValues
        {
            Profile = settings.Profile,
            LimitOrder = settings.LimitOrder,
            Filters = settings.Filters,
            Ignition = settings.Ignition,
            Idle = settings.Idle,
            Trips = settings.Trips,
            Drivers = settings.Drivers,
        };
    }

    /// <summary>The gateway's settings with these in their places.</summary>
    public RulesSettings Over(RulesSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings with
        {
            Profile = Profile,
            LimitOrder = LimitOrder,
            Filters = Filters,
            Ignition = Ignition,
            Idle = Idle,
            Trips = Trips,
            Drivers = Drivers,
        };
    }
}

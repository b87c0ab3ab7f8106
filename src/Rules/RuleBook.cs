using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Idle;
using EdgeRelay.Rules.Ignition;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.Trips;

namespace EdgeRelay.Rules;

/// <summary>Everything an account's rules need beside a vehicle's own state: an immutable snapshot, swapped whole.</summary>
/// <remarks>Immutable and safe to read from any thread.</remarks>
public sealed class RuleBook
{
    private RulePlan? _plan;

    /// <summary>Version of the configuration that this snapshot was made from; written with every journal row.</summary>
    public required long Version { get; init; }

    public RuleProfile Profile { get; init; } = RuleProfile.Standard;

    /// <summary>Distinct detections that some enabled webhook asks for.</summary>
    public IReadOnlyList<Detection> Detections { get; init; } = [];

    public LandmarkIndex Landmarks { get; init; } = LandmarkIndex.Empty;

    public DriverDirectory Drivers { get; init; } = DriverDirectory.Empty;

    public FilterSettings Filters { get; init; } = new();

    public IgnitionSettings Ignition { get; init; } = new();

    public IdleSettings Idle { get; init; } = new();

    public TripSettings Trips { get; init; } = new();

    public LandmarkSettings LandmarkRules { get; init; } = new();

    /// <summary>The detections by family. Two threads may both make it at first; the plans are equal.</summary>
    internal RulePlan Plan => _plan ??= RulePlan.For(this);
}

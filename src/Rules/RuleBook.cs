using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Drivers;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Rules;

/// <summary>Everything an account's rules need beside a vehicle's own state: an immutable snapshot, swapped whole.</summary>
/// <remarks>Immutable and safe to read from any thread.</remarks>
public sealed class RuleBook
{
    /// <summary>Version of the configuration that this snapshot was made from; written with every journal row.</summary>
    public required long Version { get; init; }

    public RuleProfile Profile { get; init; } = RuleProfile.Standard;

    /// <summary>Distinct detections that some enabled webhook asks for.</summary>
    public IReadOnlyList<Detection> Detections { get; init; } = [];

    public LandmarkIndex Landmarks { get; init; } = LandmarkIndex.Empty;

    public DriverDirectory Drivers { get; init; } = DriverDirectory.Empty;

    public FilterSettings Filters { get; init; } = new();
}

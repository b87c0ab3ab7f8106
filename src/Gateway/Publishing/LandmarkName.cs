using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>What a payload says about a landmark beside its id.</summary>
public sealed record LandmarkName(string Name, string? Group, LandmarkKind Kind)
{
    /// <summary><c>polygon</c>, <c>multipolygon</c>, <c>circle</c> or <c>corridor</c>.</summary>
    public string KindName { get; } = Kind switch
    {
        LandmarkKind.MultiPolygon => "multipolygon",
        LandmarkKind.Circle => "circle",
        LandmarkKind.Corridor => "corridor",
        _ => "polygon",
    };
}

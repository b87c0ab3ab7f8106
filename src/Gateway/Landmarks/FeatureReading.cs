namespace EdgeRelay.Gateway.Landmarks;

/// <summary>What became of one feature of a GeoJSON document.</summary>
public abstract record FeatureReading
{
    private FeatureReading()
    {
    }

    public sealed record Accepted(LandmarkDraft Draft) : FeatureReading;

    /// <param name="Faults">All that were found, at least one.</param>
    public sealed record Refused(IReadOnlyList<LandmarkFault> Faults) : FeatureReading;
}

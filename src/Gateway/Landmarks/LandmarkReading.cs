namespace EdgeRelay.Gateway.Landmarks;

/// <summary>What a GeoJSON document holds.</summary>
/// <param name="Features">One entry a feature, in the document's order; empty when the document itself is faulty.</param>
/// <param name="Fault">Why the document as a whole could not be read, else null.</param>
public sealed record LandmarkReading(IReadOnlyList<FeatureReading> Features, LandmarkFault? Fault)
{
    public IEnumerable<LandmarkDraft> Drafts => Features.OfType<FeatureReading.Accepted>().Select(f => f.Draft);

    public IEnumerable<LandmarkFault> Faults =>
        Features.OfType<FeatureReading.Refused>().SelectMany(f => f.Faults).Concat(Fault is null ? [] : [Fault]);
}

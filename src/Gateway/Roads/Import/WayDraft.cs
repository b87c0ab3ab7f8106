using System.Runtime.InteropServices;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A drivable way between the two readings of an extract: whether numbers without unit are mph is known only after the first.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct WayDraft
{
    public long Id;
    public uint Name;
    public RoadLimit ForwardMetric;
    public RoadLimit ForwardImperial;
    public RoadLimit BackwardMetric;
    public RoadLimit BackwardImperial;
    public RoadClass Class;
    public RoadTraits Traits;

    public readonly bool IsUnitless => ForwardMetric != ForwardImperial || BackwardMetric != BackwardImperial;

    public readonly RoadWay Finish(bool unitlessIsMph) => new(
        Id,
        Name,
        unitlessIsMph ? ForwardImperial : ForwardMetric,
        unitlessIsMph ? BackwardImperial : BackwardMetric,
        Class,
        Traits | (unitlessIsMph && IsUnitless ? RoadTraits.AssumedMph : RoadTraits.None));
}

using System.Runtime.InteropServices;
using EdgeRelay.Rules.Roads;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A segment, sorted along the curve from which the index is cut.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct PlacedSegment(RoadSegment segment) : ISorted
{
    public ulong Key { get; } = RoadTree.OrderOf(segment);

    public RoadSegment Segment { get; } = segment;
}

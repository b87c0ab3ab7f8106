using System.Runtime.InteropServices;

namespace EdgeRelay.Rules.Roads;

/// <summary>A way of the road file, 24 bytes.</summary>
/// <param name="Id">OpenStreetMap's id.</param>
/// <param name="Name">Where its name begins in the names section: two bytes of length, then UTF-8. 0 has none.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct RoadWay(
    long Id, uint Name, RoadLimit Forward, RoadLimit Backward, RoadClass Class, RoadTraits Traits, ushort Reserved = 0);

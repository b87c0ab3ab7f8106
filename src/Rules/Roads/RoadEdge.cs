using System.Runtime.InteropServices;

namespace EdgeRelay.Rules.Roads;

/// <summary>A piece of a way between two junctions, 16 bytes.</summary>
/// <param name="From">Junction at which the piece begins, in the direction in which the way was drawn.</param>
/// <param name="Way">Index of its way.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct RoadEdge(uint From, uint To, uint Way, float LengthMeters);

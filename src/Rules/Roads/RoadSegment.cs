using System.Runtime.InteropServices;

namespace EdgeRelay.Rules.Roads;

/// <summary>A straight piece of an edge, 24 bytes; coordinates in ten-millionths of a degree.</summary>
/// <param name="AlongMeters">From the beginning of the edge to the beginning of this piece.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct RoadSegment(int X1, int Y1, int X2, int Y2, uint Edge, float AlongMeters);

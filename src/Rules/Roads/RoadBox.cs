using System.Runtime.InteropServices;

namespace EdgeRelay.Rules.Roads;

/// <summary>A box in ten-millionths of a degree, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct RoadBox(int West, int South, int East, int North)
{
    /// <summary>Holds nothing; joined with another it is the other.</summary>
    public static RoadBox Nothing => new(int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);

    public bool Touches(in RoadBox other) =>
        West <= other.East && East >= other.West && South <= other.North && North >= other.South;

    public RoadBox With(in RoadBox other) => new(
        Math.Min(West, other.West), Math.Min(South, other.South), Math.Max(East, other.East), Math.Max(North, other.North));

    public static RoadBox Of(in RoadSegment segment) => new(
        Math.Min(segment.X1, segment.X2),
        Math.Min(segment.Y1, segment.Y2),
        Math.Max(segment.X1, segment.X2),
        Math.Max(segment.Y1, segment.Y2));
}

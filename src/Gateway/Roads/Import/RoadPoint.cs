using System.Runtime.InteropServices;

namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>A point of a road's line; sorted by road, then by place in the line.</summary>
/// <param name="junction">Number of the junction that it is, else <see cref="NoJunction"/>.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct RoadPoint(uint way, uint place, int x, int y, uint junction) : ISorted
{
    public const uint NoJunction = uint.MaxValue;

    public ulong Key => ((ulong)Way << 32) | Place;

    public uint Way { get; } = way;

    public uint Place { get; } = place;

    public int X { get; } = x;

    public int Y { get; } = y;

    public uint Junction { get; } = junction;
}

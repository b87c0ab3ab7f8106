namespace EdgeRelay.Rules.Roads;

/// <summary>The parts of a road file, in their order (docs/roads.md).</summary>
public enum RoadSection
{
    /// <summary><see cref="RoadSegment"/>, along a Hilbert curve, sixteen to a leaf of the tree.</summary>
    Segments,

    /// <summary><see cref="RoadBox"/>, one around every sixteen of the level below; the lowest level first.</summary>
    Tree,

    /// <summary><see cref="RoadEdge"/>.</summary>
    Edges,

    /// <summary>Per junction the first of its entries in <see cref="Leaving"/>, and one more for the end; 4 bytes each.</summary>
    Junctions,

    /// <summary>Edges by which a junction may be left: twice the edge, plus 1 when against its direction; 4 bytes each.</summary>
    Leaving,

    /// <summary><see cref="RoadWay"/>.</summary>
    Ways,

    /// <summary>Names, each with two bytes of length before it.</summary>
    Names,
}

namespace EdgeRelay.Simulator.Route;

/// <summary>A place on a street between two crossings.</summary>
/// <param name="EastWest">The street runs east–west; else north–south.</param>
/// <param name="Street">Index of the street, from the south or from the west.</param>
/// <param name="Offset">Metres along the street from its western or southern end.</param>
internal readonly record struct StreetAddress(bool EastWest, int Street, double Offset)
{
    public PlanePoint Point => EastWest ? new(Offset, Street * City.Block) : new(Street * City.Block, Offset);

    /// <summary>The crossing before (false) or after (true) this place, as column and row.</summary>
    public (int Column, int Row) Crossing(bool after)
    {
        var along = (int)(Offset / City.Block) + (after ? 1 : 0);
        return EastWest ? (along, Street) : (Street, along);
    }

    public bool SameBlock(StreetAddress other) =>
        EastWest == other.EastWest && Street == other.Street && Crossing(false) == other.Crossing(false);
}

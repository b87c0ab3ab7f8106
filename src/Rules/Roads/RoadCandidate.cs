namespace EdgeRelay.Rules.Roads;

/// <summary>Where a vehicle may have been at its last matched fix. In whole numbers, so that storing them changes nothing.</summary>
/// <param name="Map">Index of the road file.</param>
/// <param name="Directed">Twice the edge, plus 1 when driven against its direction.</param>
/// <param name="AlongDecimeters">From the beginning of the edge.</param>
/// <param name="Cost">Above the best candidate's, in units of 1/<see cref="CostUnits"/>.</param>
internal readonly record struct RoadCandidate(byte Map, uint Directed, uint AlongDecimeters, ushort Cost)
{
    public const int CostUnits = 64;
}

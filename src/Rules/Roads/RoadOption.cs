namespace EdgeRelay.Rules.Roads;

/// <summary>A road and direction on which a vehicle may be at the fix at hand.</summary>
internal struct RoadOption
{
    public int Map;

    /// <summary>Twice the edge, plus 1 when driven against its direction.</summary>
    public uint Directed;

    /// <summary>Junction through which it is reached, and the way from there, metres.</summary>
    public uint Entry;
    public float EntryMeters;

    /// <summary>From the beginning of the edge, metres.</summary>
    public float AlongMeters;
    public float DistanceMeters;
    public int Way;
    public RoadLimit Limit;

    /// <summary>What place and heading of this fix alone cost.</summary>
    public double Emission;

    /// <summary>The cheapest way of having come here; replaced by the total once that is known.</summary>
    public double Cost;

    /// <summary>From the candidate whose routes are being searched, metres; infinite until found.</summary>
    public double RouteMeters;
}

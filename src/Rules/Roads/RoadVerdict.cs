namespace EdgeRelay.Rules.Roads;

/// <summary>What the roads say of the limit at a fix.</summary>
public enum RoadVerdict : byte
{
    /// <summary>No road that may be driven within the search radius.</summary>
    NoRoadNear,

    /// <summary>Roads are near, but none leads where the vehicle goes (heading gate), or only too slow ones.</summary>
    NoRoadFits,

    /// <summary>A road on which the vehicle may well be has no known limit.</summary>
    LimitUnknown,

    /// <summary>The highest limit of the plausible roads.</summary>
    Limit,

    /// <summary>A plausible road is known to have no limit.</summary>
    Unlimited,
}

namespace EdgeRelay.Gateway.Explain;

/// <summary>What became of an event at one webhook. Closed set; the API shows the names in snake case.</summary>
internal enum Reason : byte
{
    /// <summary>A delivery was made; its status says the rest.</summary>
    Sent,

    /// <summary>It waits for its delivery until the queue is shorter.</summary>
    Spilled,

    /// <summary>A newer message took the place of one that waited.</summary>
    Coalesced,

    /// <summary>The webhook was made later.</summary>
    CreatedLater,

    /// <summary>The webhook was switched off.</summary>
    Deactivated,

    /// <summary>No trigger asked for events of this type.</summary>
    OtherType,

    /// <summary>Triggers asked for the type, with other parameters than those that found this event.</summary>
    OtherParameters,

    /// <summary>The trigger counts only from a later time on.</summary>
    NotYetAsked,

    /// <summary>The vehicle is none of those, and in none of the groups, that trigger and scope name.</summary>
    OtherVehicle,

    NotInside,

    NotOutside,

    OutsideSchedule,

    EndNotWanted,

    CorrectionNotWanted,

    /// <summary>Too soon after the last one of its vehicle.</summary>
    CoolingDown,

    /// <summary>Nothing speaks against it by what is known now: landmarks, groups or the time of the change decide otherwise then.</summary>
    Matches,
}

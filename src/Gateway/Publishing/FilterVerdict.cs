namespace EdgeRelay.Gateway.Publishing;

/// <summary>Whether a filter lets an event through and, if not, why. Closed set; shown by explain.</summary>
public enum FilterVerdict : byte
{
    Matches,

    /// <summary>The trigger or the webhook's scope names vehicles or groups, and this vehicle is none of them and in none of them.</summary>
    OtherVehicle,

    /// <summary>The filter names landmarks, and it happened in none of them.</summary>
    NotInside,

    /// <summary>It happened in a landmark that the filter leaves out.</summary>
    NotOutside,

    /// <summary>Not in the hours of the trigger's schedule, or of the crossed landmark's.</summary>
    OutsideSchedule,

    /// <summary>The end of an interval, and <c>send_end</c> is off.</summary>
    EndNotWanted,

    /// <summary>A correction, and <c>send_corrections</c> is off.</summary>
    CorrectionNotWanted,

    /// <summary>Too soon after the last event that was sent for this vehicle.</summary>
    CoolingDown,
}

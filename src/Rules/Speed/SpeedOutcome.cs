namespace EdgeRelay.Rules.Speeding;

/// <summary>What a sample did to an episode.</summary>
internal enum SpeedOutcome : byte
{
    Nothing,
    Started,

    /// <summary>At or above the threshold, as before.</summary>
    StillOn,

    /// <summary>The same, and it is time to tell it again.</summary>
    Repeated,
    Ended,
    EndedUntold,
}

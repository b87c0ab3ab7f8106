namespace EdgeRelay.Rules.Speeding;

/// <summary>What a sample did to an episode.</summary>
internal enum SpeedOutcome : byte
{
    Nothing,
    Started,

    /// <summary>At or above the threshold, as before.</summary>
    StillOn,
    Ended,
    EndedUntold,
}

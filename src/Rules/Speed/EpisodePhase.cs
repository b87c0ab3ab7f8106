namespace EdgeRelay.Rules.Speeding;

/// <summary>Where an episode stands in the state machine that all rules share (telematics reference 2.6).</summary>
internal enum EpisodePhase : byte
{
    /// <summary>The condition holds, but not yet for long enough.</summary>
    Pending,

    /// <summary>The episode goes on and its start was told.</summary>
    In,

    /// <summary>It was going on when the vehicle was first heard of: neither its start nor its end is told.</summary>
    InUntold,
}

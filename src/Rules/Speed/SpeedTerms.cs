namespace EdgeRelay.Rules.Speeding;

/// <summary>The terms on which a run of samples becomes an episode.</summary>
/// <param name="RepeatSeconds">How often an episode that goes on is told again; 0 is once.</param>
/// <param name="IsEpisode">Start and end are told; otherwise each report at or above the threshold.</param>
internal readonly record struct SpeedTerms(bool IsEpisode, double MinDurationSeconds, int MinFixes, double MaxGapSeconds, double RepeatSeconds)
{
    /// <summary>Each report counts by itself: nothing needs to be remembered.</summary>
    public bool IsStateless => !IsEpisode && MinDurationSeconds <= 0 && MinFixes <= 1;
}

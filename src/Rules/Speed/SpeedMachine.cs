using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Speeding;

/// <summary>The state machine of telematics reference 2.6 for speeds: pure steps on an episode; the rules tell what they mean.</summary>
internal static class SpeedMachine
{
    /// <summary>Moves one detection's episode on by one sample.</summary>
    /// <param name="index">Where the episode is, or was when it ended; −1 when there is none.</param>
    public static SpeedOutcome Step(
        ref Turn turn, ref TightList<SpeedEpisode> list, ulong key, SpeedTerms terms, SpeedCondition condition, out int index)
    {
        var now = turn.Now.UnixMilliseconds;
        index = SpeedEpisode.IndexOf(list, key);
        if (index >= 0 && list[index].Phase == EpisodePhase.Pending && (!condition.IsOn || IsGap(list[index], now, terms, turn.Raw)))
        {
            list.RemoveAt(index);
            index = -1;
        }

        if (index < 0)
        {
            if (!condition.IsOn)
            {
                return SpeedOutcome.Nothing;
            }

            index = list.Count;
            list.Add(new SpeedEpisode { Key = key, Since = now, ToldAt = now, Phase = EpisodePhase.Pending });
        }
        else
        {
            list[index].Millimeters += (long)Math.Round(turn.StepMeters * 1000);
        }

        return Advance(ref turn, ref list[index], terms, condition);
    }

    /// <summary>When an episode ends because nothing more comes, Unix milliseconds.</summary>
    public static long GapDeadline(in SpeedEpisode episode, double maxGapSeconds) =>
        episode.Phase == EpisodePhase.Pending
            ? Deadlines.Never
            : episode.LastAt + Deadlines.Milliseconds(maxGapSeconds) + 1;

    private static SpeedOutcome Advance(ref Turn turn, ref SpeedEpisode episode, SpeedTerms terms, SpeedCondition condition)
    {
        var now = turn.Now.UnixMilliseconds;
        if (episode.Phase == EpisodePhase.Pending)
        {
            episode.Observe(condition.Mph, now);
            if (now - episode.Since < Deadlines.Milliseconds(terms.MinDurationSeconds) || episode.Fixes < terms.MinFixes)
            {
                return SpeedOutcome.Nothing;
            }

            // The first usable sample only tells how things are; the raw profile counts it.
            var isUntold = terms.IsEpisode && turn.IsFirstSpeed && !turn.Raw;
            episode.Phase = isUntold ? EpisodePhase.InUntold : EpisodePhase.In;
            episode.ToldAt = now;
            return isUntold ? SpeedOutcome.Nothing : SpeedOutcome.Started;
        }

        if (condition.IsOff)
        {
            return episode.Phase == EpisodePhase.In ? SpeedOutcome.Ended : SpeedOutcome.EndedUntold;
        }

        episode.Observe(condition.Mph, now);
        if (!condition.IsOn)
        {
            return SpeedOutcome.Nothing;
        }

        return episode.TakeRepeat(terms.RepeatSeconds, now) ? SpeedOutcome.Repeated : SpeedOutcome.StillOn;
    }

    private static bool IsGap(in SpeedEpisode episode, long now, SpeedTerms terms, bool raw) =>
        !raw && now - episode.LastAt > Deadlines.Milliseconds(terms.MaxGapSeconds);
}

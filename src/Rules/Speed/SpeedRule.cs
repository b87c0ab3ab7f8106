using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Speeding;

/// <summary>Speed at or above a threshold: each such report, or the episode with its start and end.</summary>
internal static class SpeedRule
{
    public static void Apply(ref Turn turn, Sample sample)
    {
        if (turn.Speed is not { } speed || turn.Plan.Speeds.Length == 0)
        {
            return;
        }

        var mph = speed.MilesPerHour;
        foreach (var watch in turn.Plan.Speeds)
        {
            var want = watch.Detection;
            if (!TermsOf(want).IsStateless)
            {
                Step(ref turn, watch, mph, sample);
            }
            else if (mph >= want.Mph)
            {
                turn.Report(watch, turn.SampleSubject(sample), new EventDetail.OverSpeed(want.Mph, null, null));
            }
        }
    }

    public static long Deadline(VehicleStateView view)
    {
        var next = Deadlines.Never;
        if (view.Raw || view.State.SpeedEpisodes.Count == 0)
        {
            return next;
        }

        foreach (var watch in view.Plan.Speeds)
        {
            var index = SpeedEpisode.IndexOf(view.State.SpeedEpisodes, watch.Key);
            if (index >= 0)
            {
                next = Math.Min(next, SpeedMachine.GapDeadline(view.State.SpeedEpisodes[index], watch.Detection.MaxGapSeconds));
            }
        }

        return next;
    }

    public static void OnDeadline(ref Turn turn)
    {
        ref var list = ref turn.State.SpeedEpisodes;
        foreach (var watch in turn.Plan.Speeds)
        {
            var index = SpeedEpisode.IndexOf(list, watch.Key);
            if (index >= 0 && SpeedMachine.GapDeadline(list[index], watch.Detection.MaxGapSeconds) <= turn.Now.UnixMilliseconds)
            {
                var episode = list[index];
                list.RemoveAt(index);
                if (watch.Detection.Episode && episode.Phase == EpisodePhase.In)
                {
                    EmitEnd(ref turn, watch, episode, new Instant(episode.LastAt), "gap");
                }
            }
        }
    }

    public static void Purge(VehicleState state, RulePlan plan)
    {
        for (var i = state.SpeedEpisodes.Count - 1; i >= 0; i--)
        {
            if (!Array.Exists(plan.Speeds, new KeyMatch(state.SpeedEpisodes[i].Key).Fits))
            {
                state.SpeedEpisodes.RemoveAt(i);
            }
        }
    }

    public static SpeedTerms TermsOf(Detection.Speed want) =>
        new(want.Episode, want.MinDurationSeconds, want.MinFixes, want.MaxGapSeconds, want.Episode ? want.RepeatSeconds : 0);

    private static void Step(ref Turn turn, Watch<Detection.Speed> watch, double mph, Sample sample)
    {
        var want = watch.Detection;
        ref var list = ref turn.State.SpeedEpisodes;
        var hysteresis = turn.Raw ? 0 : want.HysteresisMph;
        var condition = new SpeedCondition(mph, mph >= want.Mph, mph < want.Mph - hysteresis);
        var outcome = SpeedMachine.Step(ref turn, ref list, watch.Key, TermsOf(want), condition, out var index);
        if (!want.Episode && outcome is (SpeedOutcome.Started or SpeedOutcome.StillOn))
        {
            turn.Report(watch, turn.SampleSubject(sample), new EventDetail.OverSpeed(want.Mph, null, null));
        }
        else if (outcome == SpeedOutcome.Started)
        {
            EmitStart(ref turn, watch, ref list[index]);
        }
        else if (outcome == SpeedOutcome.Repeated)
        {
            EmitRepeat(ref turn, watch, list[index]);
        }
        else if (outcome is SpeedOutcome.Ended or SpeedOutcome.EndedUntold)
        {
            var episode = list[index];
            list.RemoveAt(index);
            if (want.Episode && outcome == SpeedOutcome.Ended)
            {
                EmitEnd(ref turn, watch, episode, turn.Now, "below_threshold");
            }
        }
    }

    private static void EmitStart(ref Turn turn, Watch<Detection.Speed> watch, ref SpeedEpisode episode)
    {
        var since = new Instant(episode.Since);
        var id = turn.Identify(watch, EventKind.Start, string.Empty, since);
        episode.IntervalId = id.Number;
        var interval = new Interval(EpisodeId.Of("int_", id.Number), since);
        turn.Emit(id, watch, EventKind.Start, string.Empty, since, new EventDetail.OverSpeed(watch.Detection.Mph, interval, null));
    }

    private static void EmitRepeat(ref Turn turn, Watch<Detection.Speed> watch, in SpeedEpisode episode)
    {
        var interval = new Interval(EpisodeId.Of("int_", episode.IntervalId), new Instant(episode.Since));
        turn.Emit(watch, EventKind.Repeat, string.Empty, turn.Now, new EventDetail.OverSpeed(watch.Detection.Mph, interval, null));
    }

    private static void EmitEnd(ref Turn turn, Watch<Detection.Speed> watch, in SpeedEpisode episode, Instant endedAt, string reason)
    {
        var interval = new Interval(EpisodeId.Of("int_", episode.IntervalId), new Instant(episode.Since), endedAt, reason);
        turn.EmitEnd(watch, interval, new EventDetail.OverSpeed(watch.Detection.Mph, interval, episode.Summary()));
    }
}

using System.Globalization;
using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.PostedSpeed;

/// <summary>Speed over the posted limit. Each fix uses its own limit; an unknown limit never fires.</summary>
internal static class PostedSpeedRule
{
    private const long UnknownLimitMilliseconds = 60_000;

    public static void Apply(ref Turn turn, Sample sample)
    {
        if (turn.Speed is not { } speed || turn.Plan.PostedSpeeds.Length == 0)
        {
            return;
        }

        if (turn.IsUnlimited)
        {
            EndWhereThereIsNoLimit(ref turn);
            return;
        }

        if (turn.Limit is not { } limit)
        {
            EndWhereLimitIsUnknown(ref turn);
            return;
        }

        var mph = speed.MilesPerHour;
        var limitMph = limit.MilesPerHour;
        foreach (var watch in turn.Plan.PostedSpeeds)
        {
            if (!TermsOf(watch.Detection).IsStateless)
            {
                Step(ref turn, watch, mph, limitMph, sample);
            }
            else if (mph - limitMph >= Threshold(watch.Detection, limitMph))
            {
                turn.Report(watch, turn.SampleSubject(sample), Detail(ref turn, watch, limit, turn.LimitSource, turn.Road, mph, null, null));
            }
        }
    }

    public static long Deadline(VehicleStateView view)
    {
        var next = Deadlines.Never;
        if (view.Raw || view.State.PostedEpisodes.Count == 0)
        {
            return next;
        }

        foreach (var watch in view.Plan.PostedSpeeds)
        {
            var index = SpeedEpisode.IndexOf(view.State.PostedEpisodes, watch.Key);
            if (index >= 0)
            {
                next = Math.Min(next, SpeedMachine.GapDeadline(view.State.PostedEpisodes[index], watch.Detection.MaxGapSeconds));
            }
        }

        return next;
    }

    public static void OnDeadline(ref Turn turn)
    {
        ref var list = ref turn.State.PostedEpisodes;
        foreach (var watch in turn.Plan.PostedSpeeds)
        {
            var index = SpeedEpisode.IndexOf(list, watch.Key);
            if (index >= 0 && SpeedMachine.GapDeadline(list[index], watch.Detection.MaxGapSeconds) <= turn.Now.UnixMilliseconds)
            {
                End(ref turn, watch, index, list[index].LastAt, "gap");
            }
        }
    }

    public static void Purge(VehicleState state, RulePlan plan)
    {
        for (var i = state.PostedEpisodes.Count - 1; i >= 0; i--)
        {
            if (!Array.Exists(plan.PostedSpeeds, new KeyMatch(state.PostedEpisodes[i].Key).Fits))
            {
                state.PostedEpisodes.RemoveAt(i);
            }
        }
    }

    public static SpeedTerms TermsOf(Detection.PostedSpeed want) =>
        new(want.Episode, want.MinDurationSeconds, want.MinFixes, want.MaxGapSeconds, want.Episode ? want.RepeatSeconds : 0);

    // "Both as and" is the same as the greater of the two.
    public static double Threshold(Detection.PostedSpeed want, double limitMph) =>
        want.OverPercent is { } percent ? Math.Max(want.OverMph, limitMph * percent / 100) : want.OverMph;

    private static void Step(ref Turn turn, Watch<Detection.PostedSpeed> watch, double mph, double limitMph, Sample sample)
    {
        var want = watch.Detection;
        ref var list = ref turn.State.PostedEpisodes;
        var over = mph - limitMph;
        var threshold = Threshold(want, limitMph);
        var hysteresis = turn.Raw ? 0 : want.HysteresisMph;
        var condition = new SpeedCondition(mph, over >= threshold, over < threshold - hysteresis);
        var outcome = SpeedMachine.Step(ref turn, ref list, watch.Key, TermsOf(want), condition, out var index);
        if (index >= 0)
        {
            list[index].Limit = turn.Limit;
            list[index].LimitSource = turn.LimitSource;
            list[index].Road = turn.Road;
        }

        if (!want.Episode && outcome is (SpeedOutcome.Started or SpeedOutcome.StillOn))
        {
            turn.Report(watch, turn.SampleSubject(sample), Detail(ref turn, watch, turn.Limit!.Value, turn.LimitSource, turn.Road, mph, null, null));
        }
        else if (outcome == SpeedOutcome.Started)
        {
            EmitStart(ref turn, watch, ref list[index], mph);
        }
        else if (outcome == SpeedOutcome.Repeated)
        {
            EmitRepeat(ref turn, watch, list[index], mph);
        }
        else if (outcome is SpeedOutcome.Ended or SpeedOutcome.EndedUntold)
        {
            End(ref turn, watch, index, turn.Now.UnixMilliseconds, "below_threshold");
        }
    }

    private static void EndWhereThereIsNoLimit(ref Turn turn)
    {
        ref var list = ref turn.State.PostedEpisodes;
        foreach (var watch in turn.Plan.PostedSpeeds)
        {
            var index = SpeedEpisode.IndexOf(list, watch.Key);
            if (index >= 0)
            {
                End(ref turn, watch, index, turn.Now.UnixMilliseconds, "below_threshold");
            }
        }
    }

    private static void EndWhereLimitIsUnknown(ref Turn turn)
    {
        ref var list = ref turn.State.PostedEpisodes;
        if (list.Count == 0)
        {
            return;
        }

        foreach (var watch in turn.Plan.PostedSpeeds)
        {
            var index = SpeedEpisode.IndexOf(list, watch.Key);
            if (index >= 0 && list[index].Phase == EpisodePhase.Pending)
            {
                list.RemoveAt(index);
            }
            else if (index >= 0 && turn.Now.UnixMilliseconds - list[index].LastAt >= UnknownLimitMilliseconds)
            {
                End(ref turn, watch, index, list[index].LastAt, "limit_unknown");
            }
        }
    }

    private static void EmitStart(ref Turn turn, Watch<Detection.PostedSpeed> watch, ref SpeedEpisode episode, double mph)
    {
        var since = new Instant(episode.Since);
        var id = turn.Identify(watch, EventKind.Start, string.Empty, since);
        episode.IntervalId = id.Number;
        var interval = new Interval(EpisodeId.Of("int_", id.Number), since);
        var detail = Detail(ref turn, watch, turn.Limit!.Value, turn.LimitSource, turn.Road, mph, interval, null);
        turn.Emit(id, watch, EventKind.Start, string.Empty, since, detail);
    }

    private static void EmitRepeat(ref Turn turn, Watch<Detection.PostedSpeed> watch, in SpeedEpisode episode, double mph)
    {
        var interval = new Interval(EpisodeId.Of("int_", episode.IntervalId), new Instant(episode.Since));
        var detail = Detail(ref turn, watch, turn.Limit!.Value, turn.LimitSource, turn.Road, mph, interval, null);
        turn.Emit(watch, EventKind.Repeat, string.Empty, turn.Now, detail);
    }

    private static void End(ref Turn turn, Watch<Detection.PostedSpeed> watch, int index, long endedAt, string reason)
    {
        var episode = turn.State.PostedEpisodes[index];
        turn.State.PostedEpisodes.RemoveAt(index);
        if (!watch.Detection.Episode || episode.Phase != EpisodePhase.In)
        {
            return;
        }

        var interval = new Interval(EpisodeId.Of("int_", episode.IntervalId), new Instant(episode.Since), new Instant(endedAt), reason);
        var mph = turn.State.Latest.Speed?.MilesPerHour ?? 0;
        var detail = Detail(
            ref turn, watch, episode.Limit!.Value, episode.LimitSource, episode.Road, mph, interval, episode.Summary());
        turn.EmitEnd(watch, interval, detail);
    }

    private static EventDetail.OverPostedSpeed Detail(
        ref Turn turn,
        Watch<Detection.PostedSpeed> watch,
        Inputs.Speed limit,
        LimitSource source,
        Roads.RoadPlace road,
        double mph,
        Interval? interval,
        SpeedSummary? summary)
    {
        // A way that a new import renumbered can no longer be named.
        var roads = turn.Book.Roads;
        var map = source == LimitSource.Roads && road.Edition == roads.Edition ? roads.Maps[road.Map] : null;
        return new EventDetail.OverPostedSpeed(
            watch.Detection.OverMph,
            limit,
            mph - limit.MilesPerHour,
            source switch
            {
                LimitSource.Roads => "map",
                LimitSource.Landmark => "landmark",
                _ => "device",
            },
            map?.NameOf(road.Way),
            map?.WayAt(road.Way).Id.ToString(CultureInfo.InvariantCulture),
            map is null ? null : road.DistanceMeters,
            interval,
            summary);
    }
}

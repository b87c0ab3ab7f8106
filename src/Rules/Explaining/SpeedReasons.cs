using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.PostedSpeed;
using EdgeRelay.Rules.Speeding;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Explaining;

/// <summary>Why <c>speed</c> and <c>posted_speed</c> fired or did not.</summary>
internal static class SpeedReasons
{
    public static TriggerExplanation Of(Judgement judged, Watch<Detection.Speed> watch)
    {
        var want = watch.Detection;
        var terms = SpeedRule.TermsOf(want);
        var mph = judged.Seen.Speed?.MilesPerHour;
        var conditions = new List<Condition> { Say.AtLeast("speed", mph, want.Mph, "mph") };
        var before = Find(judged.Before.SpeedEpisodes, watch.Key);
        AddHeld(conditions, judged, Find(judged.After.SpeedEpisodes, watch.Key) ?? before, terms);
        if (before?.Phase is EpisodePhase.In or EpisodePhase.InUntold)
        {
            var bound = want.Mph - (judged.Raw ? 0 : want.HysteresisMph);
            conditions.Add(new Condition("end", conditions[0].Found, $"speed < {bound:0.###} mph", mph is { } known ? known < bound : null));
        }

        return judged.Explain(
            watch, PhaseOf(before, terms), PhaseOf(Find(judged.After.SpeedEpisodes, watch.Key), terms), conditions);
    }

    public static TriggerExplanation Of(Judgement judged, Watch<Detection.PostedSpeed> watch)
    {
        var terms = PostedSpeedRule.TermsOf(watch.Detection);
        var limit = judged.Seen.Limit?.MilesPerHour;
        var over = judged.Seen.Speed?.MilesPerHour - limit;
        var conditions = new List<Condition>
        {
            new("posted limit", limit is null ? null : $"{limit:0.###} mph ({judged.Seen.LimitSource.ToString().ToLowerInvariant()})", "known", limit is null ? null : true),
            Say.AtLeast("over the limit", over, PostedSpeedRule.Threshold(watch.Detection, limit ?? 0), "mph"),
        };
        var before = Find(judged.Before.PostedEpisodes, watch.Key);
        AddHeld(conditions, judged, Find(judged.After.PostedEpisodes, watch.Key) ?? before, terms);
        return judged.Explain(
            watch, PhaseOf(before, terms), PhaseOf(Find(judged.After.PostedEpisodes, watch.Key), terms), conditions);
    }

    private static void AddHeld(List<Condition> conditions, Judgement judged, SpeedEpisode? episode, SpeedTerms terms)
    {
        if (terms.MinDurationSeconds > 0)
        {
            var held = episode is { } run ? judged.Now.SecondsSince(new Instant(run.Since)) : 0;
            conditions.Add(Say.AtLeast("held for", held, terms.MinDurationSeconds, "s"));
        }

        if (terms.MinFixes > 1)
        {
            conditions.Add(Say.AtLeast("reports in a row", episode?.Fixes ?? 0, terms.MinFixes, "reports"));
        }
    }

    private static string PhaseOf(SpeedEpisode? episode, SpeedTerms terms) => episode switch
    {
        null => terms.IsStateless ? string.Empty : "below",
        { Phase: EpisodePhase.Pending } run => Say.Since("about to be over", run.Since),
        { Phase: EpisodePhase.InUntold } run => Say.Since("over from the first report on, untold", run.Since),
        { } run => Say.Since("over", run.Since),
    };

    private static SpeedEpisode? Find(in TightList<SpeedEpisode> list, ulong key)
    {
        var index = SpeedEpisode.IndexOf(list, key);
        return index < 0 ? null : list[index];
    }
}

using System.Globalization;
using EdgeRelay.Rules.Landmarks;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Explaining;

/// <summary>Why <c>landmark_enter</c>, <c>landmark_leave</c> and <c>landmark_change</c> fired or did not, for each landmark that the vehicle is in, was in or met.</summary>
internal static class LandmarkReasons
{
    public static IEnumerable<TriggerExplanation> Of(Judgement judged, IWatch watch)
    {
        foreach (var id in Concerned(judged, watch))
        {
            var before = VisitOf(judged.Before, id);
            var after = VisitOf(judged.After, id);
            var landmark = judged.Book.Landmarks.Find(id);
            yield return judged.Explain(
                watch,
                id.ToString(CultureInfo.InvariantCulture),
                PhaseOf(judged.Before, before),
                PhaseOf(judged.After, after),
                landmark is null ? [new Condition("landmark", "deleted", "exists", false)] : Conditions(judged, landmark, before ?? after));
        }
    }

    private static List<Condition> Conditions(Judgement judged, Landmark landmark, LandmarkVisit? visit)
    {
        var gates = judged.Book.LandmarkRules;
        var accuracy = judged.After.Latest.AccuracyMeters;
        var conditions = new List<Condition>
        {
            new("position", judged.Seen.Fix is null ? null : judged.Seen.IsGoodFix ? "good" : "poor", "good", judged.Seen.IsGoodFix),
        };
        if (!judged.Seen.IsGoodFix || judged.Seen.Fix is not { } fix)
        {
            return conditions;
        }

        var isInside = landmark.Shape.Contains(fix);
        var meters = landmark.Shape.MetersToBorder(fix);
        conditions.Add(new Condition("inside", isInside ? "inside" : "outside", "inside", isInside));
        if (judged.Raw)
        {
            return conditions;
        }

        if (isInside)
        {
            if (accuracy > gates.TrustedAccuracyMeters)
            {
                conditions.Add(Say.MoreThan("from the border, against the accuracy,", meters, accuracy.Value, "m"));
            }

            AddDwell(conditions, judged, "inside for", visit?.EnteredAt, landmark.EnterDwellSeconds);
        }
        else if (visit is not null)
        {
            var buffer = landmark.LeaveBufferMeters ?? landmark.Shape.DefaultLeaveBufferMeters;
            var beyond = Math.Max(buffer, Math.Min(accuracy ?? 0, gates.MaxLeaveAccuracyMeters));
            conditions.Add(Say.MoreThan("outside the border, against buffer and accuracy,", meters, beyond, "m"));
            AddDwell(conditions, judged, "outside for", visit.Value.OutsideAt, landmark.LeaveDwellSeconds);
        }

        return conditions;
    }

    private static void AddDwell(List<Condition> conditions, Judgement judged, string what, long? since, double seconds)
    {
        if (seconds > 0)
        {
            conditions.Add(Say.AtLeast(what, since is { } at ? judged.Now.SecondsSince(new Instant(at)) : 0, seconds, "s"));
        }
    }

    private static SortedSet<long> Concerned(Judgement judged, IWatch watch)
    {
        var ids = new List<long>();
        if (judged.Seen.Fix is { } fix)
        {
            judged.Book.Landmarks.FindContaining(fix, ids);
        }

        foreach (ref readonly var visit in judged.Before.Visits.Span)
        {
            ids.Add(visit.LandmarkId);
        }

        foreach (ref readonly var visit in judged.After.Visits.Span)
        {
            ids.Add(visit.LandmarkId);
        }

        ids.AddRange(judged.Events
            .Where(e => e.Detection.Equals(watch.Detection))
            .Select(e => long.Parse(e.Subject, CultureInfo.InvariantCulture)));
        return [.. ids];
    }

    private static LandmarkVisit? VisitOf(VehicleState state, long id)
    {
        var index = LandmarkRule.IndexOf(state, id);
        return index < 0 ? null : state.Visits[index];
    }

    private static string PhaseOf(VehicleState state, LandmarkVisit? visit) => visit switch
    {
        null => state.Fixes.Last is null ? "unknown" : "outside",
        { IsPending: true } met => Say.Since("about to be inside", met.EnteredAt ?? 0),
        { OutsideAt: { } out_ } => Say.Since("about to be outside", out_),
        { EnteredAt: { } entered } => Say.Since("inside", entered),
        _ => "inside from the first fix on",
    };
}

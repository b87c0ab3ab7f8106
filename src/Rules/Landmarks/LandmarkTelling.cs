using System.Globalization;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Makes the events of a crossing.</summary>
internal static class LandmarkTelling
{
    public static void Tell(ref Turn turn, in Crossing crossing)
    {
        var plan = turn.Plan;
        var isEnter = crossing.Kind == EventKind.Enter;
        if ((isEnter ? plan.Enters.Length : plan.Leaves.Length) + plan.Changes.Length == 0)
        {
            return;
        }

        var subject = crossing.Landmark.Id.ToString(CultureInfo.InvariantCulture);
        var at = new Instant(crossing.At);
        var detail = Detail(ref turn, crossing);
        if (isEnter)
        {
            foreach (var watch in plan.Enters)
            {
                if (!crossing.IsInitial || watch.Detection.ReportInitial)
                {
                    turn.Emit(watch, EventKind.Enter, subject, at, detail);
                }
            }
        }
        else
        {
            foreach (var watch in plan.Leaves)
            {
                turn.Emit(watch, EventKind.Leave, subject, at, detail);
            }
        }

        foreach (var watch in plan.Changes)
        {
            if (!crossing.IsInitial || watch.Detection.ReportInitial)
            {
                turn.Emit(watch, crossing.Kind, subject, at, detail);
            }
        }
    }

    private static EventDetail.LandmarkCrossed Detail(ref Turn turn, in Crossing crossing)
    {
        Instant? enteredAt = crossing.EnteredAt is { } entered ? new Instant(entered) : null;
        return new EventDetail.LandmarkCrossed(
            crossing.Landmark.Id,
            EpisodeId.Of("vis_", crossing.VisitId),
            turn.State.Fixes.Last is { } place ? crossing.Landmark.Shape.ProximityMeters(place) : 0,
            crossing.Interpolated,
            crossing.IsPassage,
            crossing.IsInitial,
            enteredAt,
            enteredAt is { } since ? new Instant(crossing.At).SecondsSince(since) : null);
    }
}

using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Entering and leaving landmarks: which visits there are, what is due, what is told.</summary>
internal static class LandmarkRule
{
    /// <summary>Moves the visits on by a fix and notes crossings; they are told by <see cref="Tell"/> when the state is complete.</summary>
    public static void Update(ref Turn turn, LandmarkScratch scratch)
    {
        if (!turn.IsGoodFix || (!turn.Plan.HasLandmarks && turn.State.Visits.Count == 0))
        {
            return;
        }

        // A landmark made or moved after the fix was received is unknown to it.
        turn.Book.Landmarks.FindContaining(turn.Fix!.Value, turn.Received, scratch.Containing);
        if (turn.State.Visits.Count > 0)
        {
            LandmarkStay.Update(ref turn, scratch);
        }

        foreach (var id in scratch.Containing)
        {
            if (IndexOf(turn.State, id) < 0)
            {
                LandmarkArrival.Enter(ref turn, turn.Book.Landmarks.Find(id)!, scratch);
            }
        }

        if (BorderWay.IsKnown(ref turn))
        {
            LandmarkPassage.Find(ref turn, scratch);
        }
    }

    /// <summary>Emits what was noted, in order.</summary>
    public static void Tell(ref Turn turn, LandmarkScratch scratch)
    {
        if (scratch.Crossings.Count > 1)
        {
            scratch.Crossings.Sort(Crossing.Compare);
        }

        foreach (var crossing in scratch.Crossings)
        {
            LandmarkTelling.Tell(ref turn, crossing);
        }
    }

    public static long Deadline(VehicleStateView view)
    {
        var next = Deadlines.Never;
        if (view.Raw)
        {
            return next;
        }

        foreach (ref readonly var visit in view.State.Visits.Span)
        {
            if (visit.IsPending || visit.IsBeyond)
            {
                next = Math.Min(next, DueAt(view.State, view.Book, visit));
            }
        }

        return next;
    }

    public static void OnDeadline(ref Turn turn)
    {
        var scratch = LandmarkScratch.OfThread;
        scratch.Clear();
        ref var visits = ref turn.State.Visits;
        for (var i = visits.Count - 1; i >= 0; i--)
        {
            if ((!visits[i].IsPending && !visits[i].IsBeyond) || DueAt(turn.State, turn.Book, visits[i]) > turn.Now.UnixMilliseconds)
            {
                continue;
            }

            var landmark = turn.Book.Landmarks.Find(visits[i].LandmarkId)!;
            if (visits[i].IsPending)
            {
                visits[i].IsPending = false;
                scratch.Crossings.Add(new Crossing(
                    landmark, EventKind.Enter, visits[i].EnteredAt!.Value, visits[i].VisitId, visits[i].EnterInterpolated));
            }
            else
            {
                LandmarkStay.Leave(ref turn, i, landmark, scratch);
            }
        }

        Tell(ref turn, scratch);
        scratch.Clear();
    }

    /// <summary>Ids of the landmarks that the vehicle is in, smallest area first.</summary>
    public static IReadOnlyList<long> InsideOf(VehicleState state)
    {
        var count = 0;
        foreach (ref readonly var visit in state.Visits.Span)
        {
            count += visit.IsPending ? 0 : 1;
        }

        if (count == 0)
        {
            return [];
        }

        var ids = new long[count];
        var next = 0;
        foreach (ref readonly var visit in state.Visits.Span)
        {
            if (!visit.IsPending)
            {
                ids[next++] = visit.LandmarkId;
            }
        }

        return ids;
    }

    /// <returns>Null when the vehicle is in no landmark.</returns>
    public static long? SmallestInside(VehicleState state)
    {
        foreach (ref readonly var visit in state.Visits.Span)
        {
            if (!visit.IsPending)
            {
                return visit.LandmarkId;
            }
        }

        return null;
    }

    public static int IndexOf(VehicleState state, long landmarkId)
    {
        for (var i = 0; i < state.Visits.Count; i++)
        {
            if (state.Visits[i].LandmarkId == landmarkId)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>When a dwell is over. Silence longer than the gap proves no dwell; nor does a landmark that was edited or deleted.</summary>
    private static long DueAt(VehicleState state, RuleBook book, in LandmarkVisit visit)
    {
        if (book.Landmarks.Find(visit.LandmarkId) is not { } landmark || landmark.GeometryVersion != visit.GeometryVersion)
        {
            return Deadlines.Never;
        }

        var since = visit.IsPending ? visit.EnteredAt!.Value : visit.OutsideAt!.Value;
        var dwell = visit.IsPending ? landmark.EnterDwellSeconds : landmark.LeaveDwellSeconds;
        var due = since + Deadlines.Milliseconds(dwell);
        return due <= state.Fixes.LastAt + Deadlines.Milliseconds(book.LandmarkRules.MaxGapSeconds) ? due : Deadlines.Never;
    }
}

using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>What a fix means for the landmarks that the vehicle is in.</summary>
internal static class LandmarkStay
{
    public static void Update(ref Turn turn, LandmarkScratch scratch)
    {
        ref var visits = ref turn.State.Visits;
        for (var i = visits.Count - 1; i >= 0; i--)
        {
            var landmark = turn.Book.Landmarks.Find(visits[i].LandmarkId);
            if (landmark is null || turn.Received < landmark.EffectiveFrom)
            {
                // Deleted, or, in a replay, edited after this fix was received.
                visits.RemoveAt(i);
            }
            else if (landmark.GeometryVersion != visits[i].GeometryVersion)
            {
                visits.RemoveAt(i);
                scratch.Edited.Add(landmark.Id);
            }
            else if (scratch.Containing.Contains(landmark.Id))
            {
                StayInside(ref turn, ref visits[i]);
            }
            else
            {
                GoOutside(ref turn, i, landmark, scratch);
            }
        }
    }

    public static void Leave(ref Turn turn, int index, Landmark landmark, LandmarkScratch scratch)
    {
        var visit = turn.State.Visits[index];
        turn.State.Visits.RemoveAt(index);
        scratch.Crossings.Add(new Crossing(
            landmark,
            EventKind.Leave,
            visit.OutsideAt!.Value,
            visit.VisitId,
            visit.OutsideInterpolated,
            EnteredAt: visit.EnteredAt));
    }

    private static void StayInside(ref Turn turn, ref LandmarkVisit visit)
    {
        visit.OutsideAt = null;
        visit.IsBeyond = false;
        var gap = Deadlines.Milliseconds(turn.Book.LandmarkRules.MaxGapSeconds);
        if (visit.IsPending && turn.Now.UnixMilliseconds - turn.PreviousAt.UnixMilliseconds > gap)
        {
            visit.EnteredAt = turn.Now.UnixMilliseconds;
            visit.EnterInterpolated = false;
        }
    }

    private static void GoOutside(ref Turn turn, int index, Landmark landmark, LandmarkScratch scratch)
    {
        ref var visit = ref turn.State.Visits[index];
        if (visit.IsPending)
        {
            turn.State.Visits.RemoveAt(index);
            return;
        }

        NoteBorder(ref turn, ref visit, landmark);
        visit.IsBeyond = turn.Raw || IsBeyondBuffer(ref turn, landmark);
        if (visit.IsBeyond && (turn.Raw || turn.Now.SecondsSince(new Instant(visit.OutsideAt!.Value)) >= landmark.LeaveDwellSeconds))
        {
            Leave(ref turn, index, landmark, scratch);
        }
    }

    private static void NoteBorder(ref Turn turn, ref LandmarkVisit visit, Landmark landmark)
    {
        var at = BorderWay.LastMet(ref turn, landmark, out var interpolated);
        if (visit.OutsideAt is null || interpolated)
        {
            visit.OutsideAt = at;
            visit.OutsideInterpolated = interpolated;
        }
    }

    private static bool IsBeyondBuffer(ref Turn turn, Landmark landmark)
    {
        var buffer = landmark.LeaveBufferMeters ?? landmark.Shape.DefaultLeaveBufferMeters;
        var accuracy = Math.Min(turn.State.Latest.AccuracyMeters ?? 0, turn.Book.LandmarkRules.MaxLeaveAccuracyMeters);
        return landmark.Shape.MetersToBorder(turn.Fix!.Value) > Math.Max(buffer, accuracy);
    }
}

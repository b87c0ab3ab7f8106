using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>A fix lies in a landmark that the vehicle is not known to be in.</summary>
internal static class LandmarkArrival
{
    public static void Enter(ref Turn turn, Landmark landmark, LandmarkScratch scratch)
    {
        if (IsUnknown(ref turn, landmark) || scratch.Edited.Contains(landmark.Id))
        {
            Begin(ref turn, new LandmarkVisit { LandmarkId = landmark.Id, VisitId = VisitIdOf(ref turn, landmark, turn.Now) }, landmark);
            if (turn.Previous is null)
            {
                var id = turn.State.Visits[LandmarkRule.IndexOf(turn.State, landmark.Id)].VisitId;
                scratch.Crossings.Add(new Crossing(landmark, EventKind.Enter, turn.Now.UnixMilliseconds, id, IsInitial: true));
            }

            return;
        }

        if (!turn.Raw && !IsSurelyInside(ref turn, landmark))
        {
            return;
        }

        var at = BorderWay.LastMet(ref turn, landmark, out var interpolated);
        var visit = new LandmarkVisit
        {
            LandmarkId = landmark.Id,
            EnteredAt = at,
            EnterInterpolated = interpolated,
            VisitId = VisitIdOf(ref turn, landmark, new Instant(at)),
        };
        visit.IsPending = !turn.Raw && turn.Now.SecondsSince(new Instant(at)) < landmark.EnterDwellSeconds;
        Begin(ref turn, visit, landmark);
        if (!visit.IsPending)
        {
            scratch.Crossings.Add(new Crossing(landmark, EventKind.Enter, at, visit.VisitId, interpolated));
        }
    }

    /// <summary>No fix before this one could tell: the first of the vehicle, or the first since the landmark was made or edited.</summary>
    public static bool IsUnknown(ref Turn turn, Landmark landmark) =>
        turn.Previous is null || turn.PreviousReceived < landmark.EffectiveFrom;

    public static ulong VisitIdOf(ref Turn turn, Landmark landmark, Instant enteredAt)
    {
        Span<char> subject = stackalloc char[20];
        landmark.Id.TryFormat(subject, out var length, provider: System.Globalization.CultureInfo.InvariantCulture);
        return EventIdFactory.Derive(turn.State.Key, "visit"u8, subject[..length], EventKind.Enter, enteredAt).High;
    }

    private static bool IsSurelyInside(ref Turn turn, Landmark landmark) =>
        turn.State.Latest.AccuracyMeters is not { } accuracy
        || accuracy <= turn.Book.LandmarkRules.TrustedAccuracyMeters
        || landmark.Shape.MetersToBorder(turn.Fix!.Value) > accuracy;

    // Kept smallest area first, as events list them, so that no event has to sort.
    private static void Begin(ref Turn turn, LandmarkVisit visit, Landmark landmark)
    {
        visit.GeometryVersion = landmark.GeometryVersion;
        ref var visits = ref turn.State.Visits;
        var area = landmark.Shape.AreaSquareMeters;
        var index = 0;
        while (index < visits.Count && IsBefore(turn.Book.Landmarks.Find(visits[index].LandmarkId), area, landmark.Id))
        {
            index++;
        }

        visits.Insert(index, visit);
    }

    private static bool IsBefore(Landmark? other, double area, long id) =>
        other is not null
        && (other.Shape.AreaSquareMeters < area || (other.Shape.AreaSquareMeters == area && other.Id < id));
}

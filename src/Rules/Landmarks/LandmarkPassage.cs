using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>Landmarks that lie between two fixes: entered and left again without a report from inside.</summary>
internal static class LandmarkPassage
{
    public static void Find(ref Turn turn, LandmarkScratch scratch)
    {
        turn.Book.Landmarks.FindCrossed(turn.Previous!.Value, turn.Fix!.Value, turn.Received, scratch.Crossed);
        foreach (var id in scratch.Crossed)
        {
            if (!scratch.Containing.Contains(id) && LandmarkRule.IndexOf(turn.State, id) < 0
                && !scratch.Edited.Contains(id) && !IsJustLeft(scratch, id))
            {
                Pass(ref turn, turn.Book.Landmarks.Find(id)!, scratch);
            }
        }
    }

    private static bool IsJustLeft(LandmarkScratch scratch, long id)
    {
        foreach (var crossing in scratch.Crossings)
        {
            if (crossing.Landmark.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    private static void Pass(ref Turn turn, Landmark landmark, LandmarkScratch scratch)
    {
        if (LandmarkArrival.IsUnknown(ref turn, landmark)
            || !BorderWay.Passes(ref turn, landmark, out var from, out var to, out var insideShare)
            || insideShare * turn.StepMeters < turn.Book.LandmarkRules.MinChordMeters
            || to - from < Deadlines.Milliseconds(landmark.EnterDwellSeconds)
            || to <= from)
        {
            return;
        }

        var visitId = LandmarkArrival.VisitIdOf(ref turn, landmark, new Instant(from));
        scratch.Crossings.Add(new Crossing(landmark, EventKind.Enter, from, visitId, Interpolated: true, IsPassage: true));
        scratch.Crossings.Add(new Crossing(landmark, EventKind.Leave, to, visitId, Interpolated: true, IsPassage: true, EnteredAt: from));
    }
}

using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Landmarks;

/// <summary>One enter or leave that a fix or a deadline proved, before it is told.</summary>
internal readonly record struct Crossing(
    Landmark Landmark,
    EventKind Kind,
    long At,
    ulong VisitId,
    bool Interpolated = false,
    bool IsPassage = false,
    bool IsInitial = false,
    long? EnteredAt = null)
{
    /// <summary>By time; at equal times leaves before enters, then by landmark (telematics reference 4.1).</summary>
    public static int Compare(Crossing left, Crossing right)
    {
        var byTime = left.At.CompareTo(right.At);
        if (byTime != 0)
        {
            return byTime;
        }

        var byKind = (left.Kind == EventKind.Enter).CompareTo(right.Kind == EventKind.Enter);
        return byKind != 0 ? byKind : left.Landmark.Id.CompareTo(right.Landmark.Id);
    }
}

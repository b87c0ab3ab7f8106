using System.Globalization;
using System.Text;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.EventTime;

/// <summary>What must be remembered of an event that was told, so that a later run finds it again.</summary>
/// <param name="Id">As it was told first; it stays.</param>
/// <param name="Derived">The id that its parts give now: another than <see cref="Id"/> once its time has moved.</param>
/// <param name="Trigger">Hash of the detection's canonical form.</param>
/// <param name="Subject">Hash of the subject.</param>
/// <param name="OccurredMs">When it occurred as it was told first: with <see cref="Id"/> the key of the stored event.</param>
/// <param name="Visit">Number of the visit to a landmark that it began; 0 for all others.</param>
public readonly record struct ToldEvent(
    EventId Id, EventId Derived, ulong Trigger, uint Subject, EventKind Kind, long OccurredMs, ulong Visit)
{
    /// <summary>Events that can stand for each other are equal in it.</summary>
    internal (ulong Trigger, uint Subject, EventKind Kind) Key => (Trigger, Subject, Kind);

    public static ToldEvent Of(RuleEvent found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var subject = StableHash.Of(0, found.Subject);
        return new ToldEvent(
            found.Id,
            found.DerivedId,
            TriggerOf(found.Detection),
            (uint)(subject ^ (subject >> 32)),
            found.Kind,
            found.OccurredAt.UnixMilliseconds,
            found is { Kind: EventKind.Enter, Detail: EventDetail.LandmarkCrossed crossed } ? NumberOf(crossed.VisitId) : 0);
    }

    internal static ulong TriggerOf(Detections.Detection detection) => StableHash.Of(Encoding.UTF8.GetBytes(detection.Canonical));

    private static ulong NumberOf(string visitId) =>
        ulong.Parse(visitId.AsSpan(visitId.IndexOf('_', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

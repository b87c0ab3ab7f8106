using EdgeRelay.Rules.Events;
using EdgeRelay.Rules.State;

namespace EdgeRelay.Rules.EventTime;

/// <summary>Tells those who ask that an event which was sent did not happen.</summary>
internal static class Corrections
{
    public static IEnumerable<RuleEvent> Of(IReadOnlyList<ToldEvent> superseded, VehicleState state, RuleBook book)
    {
        if (superseded.Count == 0)
        {
            yield break;
        }

        var vehicle = state.Snapshot();
        foreach (var gone in superseded)
        {
            // Of a detection that nobody asks for any more there is nobody to tell.
            if (book.Detections.FirstOrDefault(d => ToldEvent.TriggerOf(d) == gone.Trigger) is { } detection)
            {
                var at = new Instant(gone.OccurredMs);
                var subject = gone.Id.ToString();
                var id = EventId.Derive(state.Key, detection.Canonical, subject, EventKind.Corrected, at);
                yield return new RuleEvent
                {
                    Id = id,
                    DerivedId = id,
                    Detection = detection,
                    Kind = EventKind.Corrected,
                    Subject = subject,
                    OccurredAt = at,
                    ConfirmedAt = state.Watermark ?? at,
                    ReceivedAt = state.LastReceived ?? at,
                    Late = true,
                    Vehicle = vehicle,
                    Detail = new EventDetail.Corrected(gone.Id, gone.Kind),
                };
            }
        }
    }
}

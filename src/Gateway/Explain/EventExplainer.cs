using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Publishing;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Explain;

/// <summary>
/// Says why a webhook did not get an event, from what it asked for at that time. Pure. Filters are asked with the landmarks and vehicle groups
/// that are given: the present ones, since their past is not kept.
/// </summary>
internal static class EventExplainer
{
    /// <param name="enabled">Whether the webhook was on.</param>
    /// <param name="selection">What it asked for.</param>
    /// <returns>The reason of the trigger that came nearest to wanting it, and words about it.</returns>
    public static (Reason Reason, string Detail) Explain(
        StoredEvent found, bool enabled, WebhookSelection selection, LandmarkIndex landmarks, ReadOnlySpan<long> vehicleGroups)
    {
        if (!enabled)
        {
            return (Reason.Deactivated, "the webhook was switched off");
        }

        var ofType = selection.Wanted.Where(t => t.Detection.Type == found.Type).ToList();
        if (ofType.Count == 0)
        {
            return (Reason.OtherType, "it asks for " + string.Join(", ", selection.Wanted.Select(t => t.Detection.Type).Distinct()));
        }

        var nearest = (Reason: Reason.OtherParameters, Detail: "");
        foreach (var trigger in ofType)
        {
            var verdict = Judge(found, trigger, selection.Scope, landmarks, vehicleGroups);
            nearest = verdict.Reason > nearest.Reason || nearest.Detail.Length == 0 ? verdict : nearest;
        }

        return nearest;
    }

    private static (Reason Reason, string Detail) Judge(
        StoredEvent found, Trigger trigger, VehicleChoice scope, LandmarkIndex landmarks, ReadOnlySpan<long> vehicleGroups)
    {
        if (found.Topic is { } topic && topic != trigger.Detection.Canonical)
        {
            return (Reason.OtherParameters, $"it asks for {trigger.Detection.Canonical}; the event is of {topic}");
        }

        if (trigger.Detection.EffectiveFrom is { } from && found.ReceivedAt < from)
        {
            var since = Rfc3339Converter.Text(DateTimeOffset.FromUnixTimeMilliseconds(from.UnixMilliseconds));
            return (Reason.NotYetAsked, $"the trigger counts for what is received from {since} on");
        }

        var filter = trigger.Filter with { Scope = scope };
        return filter.Matches(found.As(trigger.Detection), null, landmarks, vehicleGroups) switch
        {
            FilterVerdict.OtherVehicle => (Reason.OtherVehicle, scope.Includes(found.VehicleId, vehicleGroups)
                ? "the trigger names other vehicles or groups"
                : "the webhook's scope names other vehicles or groups"),
            FilterVerdict.NotInside => (Reason.NotInside, "it happened in none of the landmarks that the trigger names"),
            FilterVerdict.NotOutside => (Reason.NotOutside, "it happened in a landmark that the trigger leaves out"),
            FilterVerdict.OutsideSchedule => (Reason.OutsideSchedule, "it happened outside the hours of the trigger, or of the landmark"),
            FilterVerdict.EndNotWanted => (Reason.EndNotWanted, "it is the end of an episode, and send_end is off"),
            FilterVerdict.CorrectionNotWanted => (Reason.CorrectionNotWanted, "it is a correction, and send_corrections is off"),
            // Nothing else is left that could have held it back.
            _ when filter.CoolDownSeconds > 0 => (Reason.CoolingDown, "it came too soon after the last one of this vehicle that was sent"),
            _ => (Reason.Matches, "by today's landmarks and groups it would be sent"),
        };
    }
}

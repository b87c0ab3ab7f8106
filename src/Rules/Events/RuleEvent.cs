using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Rules.Events;

/// <summary>Something that a rule found: what, when, and the vehicle as it was then.</summary>
public sealed record RuleEvent
{
    /// <summary>As it was told first; it stays.</summary>
    public required EventId Id { get; init; }

    /// <summary>
    /// The id that the event's parts give. Another than <see cref="Id"/> when it was told before at another time, or when its own id is held by
    /// an event that has moved away.
    /// </summary>
    public required EventId DerivedId { get; init; }

    /// <summary>The detection that fired. Subscriptions find their events by its <see cref="Detection.Canonical"/> form.</summary>
    public required Detection Detection { get; init; }

    public required EventKind Kind { get; init; }

    /// <summary>Landmark, probe, driver or report id; empty when the type has none.</summary>
    public required string Subject { get; init; }

    /// <summary>When it happened; may be interpolated between two fixes.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>Time of the sample (or deadline) that proved it.</summary>
    public required Instant ConfirmedAt { get; init; }

    /// <summary>When the gateway received that sample.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>Out of order, or from the device's buffer.</summary>
    public bool Late { get; init; }

    public required VehicleSnapshot Vehicle { get; init; }

    public required EventDetail Detail { get; init; }
}

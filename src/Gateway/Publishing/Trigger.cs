using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>One line of a webhook's wishes: what to look for, and which of the findings to send.</summary>
public sealed record Trigger(Detection Detection, EventFilter Filter)
{
    /// <summary>Parameters and filter as nobody changed them: the short form <c>"events":["idle"]</c>.</summary>
    public static Trigger WithDefaults(EventType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new Trigger(type.Default, EventFilter.Everything);
    }
}

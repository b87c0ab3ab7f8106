using EdgeRelay.Rules.Detections;

namespace EdgeRelay.Gateway.Publishing;

/// <summary>One of the fourteen event types, as parsed, defaulted and documented.</summary>
public sealed class EventType
{
    /// <summary>The key on the wire, e.g. <c>posted_speed</c>.</summary>
    public required string Key { get; init; }

    /// <summary><c>movement</c>, <c>speed</c>, <c>engine</c>, <c>landmarks</c>, <c>cargo</c> or <c>driver</c>.</summary>
    public required string Group { get; init; }

    public required string Description { get; init; }

    public IReadOnlyList<EventParameter> Parameters { get; init; } = [];

    /// <summary>The detection with these values.</summary>
    public required Func<ParameterValues, Detection> Build { get; init; }

    /// <summary>Finds parameters that contradict each other: the name of one, and why. Null when all is well.</summary>
    public Func<Detection, (string Parameter, string Problem)?> Check { get; init; } = _ => null;

    /// <summary>The detection with nothing changed.</summary>
    public Detection Default => Build(new ParameterValues(Parameters));
}

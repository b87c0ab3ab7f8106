using EdgeRelay.Rules.Detections;
using EdgeRelay.Rules.Events;

namespace EdgeRelay.Rules.Explaining;

/// <summary>What one detection made of one input, and why.</summary>
public sealed record TriggerExplanation
{
    public required Detection Detection { get; init; }

    /// <summary>Landmark id or probe, where a detection judges each on its own; else empty.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>How the detection stood before the input; empty for one that remembers nothing.</summary>
    public string Before { get; init; } = string.Empty;

    /// <summary>How it stands after it.</summary>
    public string After { get; init; } = string.Empty;

    /// <summary>What was compared, in the order in which the rule asks.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>What it told; empty when it did not fire.</summary>
    public IReadOnlyList<EventId> Events { get; init; } = [];

    public bool Fired => Events.Count > 0;
}

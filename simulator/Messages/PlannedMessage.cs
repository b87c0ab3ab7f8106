namespace EdgeRelay.Simulator.Messages;

/// <summary>One message and when it is to be sent.</summary>
internal readonly record struct PlannedMessage
{
    /// <summary>Planned send time, microseconds from the start of the run, before the clock's factor.</summary>
    public required long DueMicroseconds { get; init; }

    public required string Vehicle { get; init; }

    public required MessageKind Kind { get; init; }

    public required string Topic { get; init; }

    /// <summary>Whether the broker shall keep it for later subscribers: a status is what they ask for first.</summary>
    public bool Retain => Kind == MessageKind.Status;

    /// <summary>UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}

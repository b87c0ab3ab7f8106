using System.Buffers;

namespace EdgeRelay.Mqtt.Server;

/// <summary>A PUBLISH as it lies in the receive buffer. Topic aliases are resolved, topic and flags are checked.</summary>
public readonly ref struct IncomingPublish
{
    public required ReadOnlySpan<byte> Topic { get; init; }

    public required ReadOnlySequence<byte> Payload { get; init; }

    public required QualityOfService Qos { get; init; }

    public bool Retain { get; init; }

    public bool Duplicate { get; init; }
}

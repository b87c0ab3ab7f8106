namespace EdgeRelay.Mqtt.Packets;

/// <summary>What the server publishes when the client goes without saying so.</summary>
internal sealed record WillMessage
{
    /// <summary>UTF-8, checked: no wildcard, no control character.</summary>
    public required byte[] Topic { get; init; }

    public required byte[] Payload { get; init; }

    public QualityOfService Qos { get; init; }

    public bool Retain { get; init; }

    public PropertyList Properties { get; init; } = new();

    /// <summary>Will Delay Interval.</summary>
    public uint DelaySeconds => Properties.Number(PropertyId.WillDelayInterval) ?? 0;
}

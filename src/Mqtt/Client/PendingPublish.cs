namespace EdgeRelay.Mqtt.Client;

/// <summary>A publish from the call to its last acknowledgement; the task that the caller holds.</summary>
internal sealed class PendingPublish(ReadOnlyMemory<byte> topic, ReadOnlyMemory<byte> payload, QualityOfService qos, bool retain)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public ReadOnlyMemory<byte> Topic { get; } = topic;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public QualityOfService Qos { get; } = qos;

    public bool Retain { get; } = retain;

    /// <summary>PUBREC has come, PUBREL has gone (QoS 2).</summary>
    public bool Released { get; set; }
}

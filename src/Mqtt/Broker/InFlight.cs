namespace EdgeRelay.Mqtt.Broker;

/// <summary>A QoS 1 or 2 message that the client has not finished with.</summary>
internal sealed class InFlight(ushort packetId, in QueuedMessage message)
{
    public ushort PacketId { get; } = packetId;

    public QueuedMessage Message { get; } = message;

    /// <summary>QoS 2: the client has it (PUBREC), and its PUBCOMP is awaited.</summary>
    public bool IsReceived { get; set; }

    /// <summary>Sent, or sent again, over the present connection.</summary>
    public bool IsOut { get; set; }
}

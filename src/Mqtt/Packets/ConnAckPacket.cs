namespace EdgeRelay.Mqtt.Packets;

/// <summary>CONNACK. For 3.1.1 <see cref="Code"/> is the return code of that version, for 5.0 a reason code.</summary>
internal sealed record ConnAckPacket(bool SessionPresent, byte Code)
{
    public PropertyList Properties { get; init; } = new();
}

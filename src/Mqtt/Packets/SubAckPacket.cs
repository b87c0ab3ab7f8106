namespace EdgeRelay.Mqtt.Packets;

/// <summary>SUBACK or UNSUBACK: one code per filter, none in an UNSUBACK of 3.1.1.</summary>
internal sealed record SubAckPacket(ushort PacketId, byte[] Codes)
{
    public PropertyList Properties { get; init; } = new();
}

namespace EdgeRelay.Mqtt.Packets;

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
internal readonly record struct AckPacket(ushort PacketId, ReasonCode Reason);

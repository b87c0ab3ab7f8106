using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>DISCONNECT (section 3.14) and AUTH (5.0, section 3.15), which have the same form.</summary>
internal static class DisconnectCodec
{
    public static ReasonCode Read(ReadOnlySpan<byte> body, PacketType type, byte version, out DisconnectPacket? packet)
    {
        packet = null;
        if (version != ProtocolVersion.V5)
        {
            packet = new DisconnectPacket(ReasonCode.Success);
            return type == PacketType.Disconnect && body.IsEmpty ? ReasonCode.Success : ReasonCode.MalformedPacket;
        }

        var reader = new PacketReader(body);
        var reason = reader.AtEnd ? ReasonCode.Success : (ReasonCode)reader.Byte();
        var properties = new PropertyList();
        var allowed = type == PacketType.Disconnect ? AllowedProperties.Disconnect : AllowedProperties.Auth;
        if (!reader.AtEnd && PropertyListCodec.Read(ref reader, allowed, properties) is not ReasonCode.Success and var fault)
        {
            return fault;
        }

        packet = new DisconnectPacket(reason) { Properties = properties };
        return reader.Failed || !reader.AtEnd ? ReasonCode.MalformedPacket : ReasonCode.Success;
    }

    public static void Write(PacketWriter writer, PacketType type, byte version, DisconnectPacket packet)
    {
        writer.Begin(type);
        if (version != ProtocolVersion.V5 || (packet.Reason == ReasonCode.Success && packet.Properties.Items.Count == 0))
        {
            return;
        }

        writer.Byte((byte)packet.Reason);
        if (packet.Properties.Items.Count > 0)
        {
            PropertyListCodec.Write(writer, packet.Properties);
        }
    }
}

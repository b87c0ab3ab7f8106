using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>CONNACK (section 3.2 of both versions).</summary>
internal static class ConnAckCodec
{
    public static ReasonCode Read(ReadOnlySpan<byte> body, byte version, out ConnAckPacket? packet)
    {
        packet = null;
        var reader = new PacketReader(body);
        var flags = reader.Byte();
        var code = reader.Byte();
        if (reader.Failed || flags > 1)
        {
            return ReasonCode.MalformedPacket;
        }

        var properties = new PropertyList();

        // A server that does not speak 5.0 refuses in the two bytes of 3.1.1.
        if (version == ProtocolVersion.V5 && !reader.AtEnd
            && PropertyListCodec.Read(ref reader, AllowedProperties.ConnAck, properties) is not ReasonCode.Success and var fault)
        {
            return fault;
        }

        if (!reader.AtEnd)
        {
            return ReasonCode.MalformedPacket;
        }

        packet = new ConnAckPacket(flags == 1, code) { Properties = properties };
        return ReasonCode.Success;
    }

    public static void Write(PacketWriter writer, byte version, ConnAckPacket packet)
    {
        writer.Begin(PacketType.ConnAck);
        writer.Byte(packet.SessionPresent ? (byte)1 : (byte)0);
        writer.Byte(packet.Code);
        if (version == ProtocolVersion.V5)
        {
            PropertyListCodec.Write(writer, packet.Properties);
        }
    }
}

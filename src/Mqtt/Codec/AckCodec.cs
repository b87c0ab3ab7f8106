using System.Buffers.Binary;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>PUBACK, PUBREC, PUBREL and PUBCOMP (sections 3.4 to 3.7). Hot path: four bytes, written in place.</summary>
internal static class AckCodec
{
    /// <summary>Longest form that is written here.</summary>
    public const int MaximumSize = 5;

    public static ReasonCode Read(ReadOnlySpan<byte> body, byte version, out AckPacket packet)
    {
        var reader = new PacketReader(body);
        var id = reader.TwoBytes();
        var reason = ReasonCode.Success;
        packet = default;
        if (version == ProtocolVersion.V5 && !reader.AtEnd)
        {
            reason = (ReasonCode)reader.Byte();
            if (!reader.AtEnd)
            {
                var properties = new PropertyReader(reader.PropertyBlock(), AllowedProperties.Ack);
                while (properties.Next())
                {
                    // Walked to be checked; nothing in them is used.
                }

                if (properties.Fault != ReasonCode.Success)
                {
                    return properties.Fault;
                }
            }
        }

        if (reader.Failed || !reader.AtEnd || id == 0)
        {
            return ReasonCode.MalformedPacket;
        }

        packet = new AckPacket(id, reason);
        return ReasonCode.Success;
    }

    /// <summary>The reason is written when it is not success and the version has one.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, PacketType type, byte version, ushort packetId, ReasonCode reason = ReasonCode.Success)
    {
        var long5 = version == ProtocolVersion.V5 && reason != ReasonCode.Success;
        destination[0] = (byte)(((int)type << 4) | (type == PacketType.PubRel ? 2 : 0));
        destination[1] = long5 ? (byte)3 : (byte)2;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], packetId);
        if (!long5)
        {
            return 4;
        }

        destination[4] = (byte)reason;
        return 5;
    }
}

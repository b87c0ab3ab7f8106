using System.Buffers.Binary;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>PUBLISH (section 3.3 of both versions). Hot path: reads in place and writes into a span, no allocation either way.</summary>
internal static class PublishCodec
{
    private const byte RetainFlag = 0x01;
    private const byte DuplicateFlag = 0x08;

    /// <param name="allowed">The property set of the direction (<see cref="AllowedProperties"/>).</param>
    /// <returns><see cref="ReasonCode.Success"/>, or the fault. Never throws on bytes from the wire.</returns>
    public static ReasonCode Read(ReadOnlySpan<byte> body, byte flags, byte version, ulong allowed, out PublishPacket packet)
    {
        packet = default;
        packet.Qos = (QualityOfService)((flags >> 1) & 3);
        packet.Retain = (flags & RetainFlag) != 0;
        packet.Duplicate = (flags & DuplicateFlag) != 0;
        var reader = new PacketReader(body);
        packet.Topic = reader.Binary();
        if (packet.Qos != QualityOfService.AtMostOnce)
        {
            packet.PacketId = reader.TwoBytes();
        }

        if (reader.Failed
            || (packet.Qos != QualityOfService.AtMostOnce && packet.PacketId == 0)
            || (packet.Qos == QualityOfService.AtMostOnce && packet.Duplicate))
        {
            return ReasonCode.MalformedPacket;
        }

        if (version == ProtocolVersion.V5)
        {
            packet.Properties = reader.PropertyBlock();
            if (reader.Failed)
            {
                return ReasonCode.MalformedPacket;
            }

            var fault = ReadProperties(packet.Properties, allowed, out var alias, out var expiry);
            if (fault != ReasonCode.Success)
            {
                return fault;
            }

            (packet.TopicAlias, packet.ExpirySeconds) = (alias, expiry);
        }

        packet.PayloadOffset = reader.Position;
        packet.Payload = reader.Rest();
        return FaultOfTopic(in packet);
    }

    /// <summary>Bytes of the whole packet, without properties.</summary>
    public static int Size(int topicLength, int payloadLength, QualityOfService qos, byte version)
    {
        var body = BodySize(topicLength, payloadLength, qos, version);
        return 1 + VariableInteger.Size(body) + body;
    }

    /// <summary>Writes a packet without properties.</summary>
    /// <returns>Bytes written: what <see cref="Size"/> says.</returns>
    public static int Write(
        Span<byte> destination,
        byte version,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> payload,
        QualityOfService qos,
        bool retain,
        ushort packetId,
        bool duplicate = false)
    {
        destination[0] = (byte)(((int)PacketType.Publish << 4) | ((int)qos << 1) | (retain ? RetainFlag : 0) | (duplicate ? DuplicateFlag : 0));
        var at = 1 + VariableInteger.Write(destination[1..], BodySize(topic.Length, payload.Length, qos, version));
        BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)topic.Length);
        topic.CopyTo(destination[(at + 2)..]);
        at += 2 + topic.Length;
        if (qos != QualityOfService.AtMostOnce)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[at..], packetId);
            at += 2;
        }

        if (version == ProtocolVersion.V5)
        {
            destination[at++] = 0;
        }

        payload.CopyTo(destination[at..]);
        return at + payload.Length;
    }

    /// <summary>Copies the properties of a checked block that subscribers are to see.</summary>
    public static byte[] HandedOn(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
        {
            return [];
        }

        var kept = new byte[block.Length];
        var length = 0;
        var properties = new PropertyReader(block, ulong.MaxValue);
        while (properties.Next())
        {
            if ((AllowedProperties.HandedOn & (1UL << (int)properties.Id)) != 0)
            {
                properties.Raw.CopyTo(kept.AsSpan(length));
                length += properties.Raw.Length;
            }
        }

        return length == kept.Length ? kept : kept[..length];
    }

    private static ReasonCode ReadProperties(ReadOnlySpan<byte> block, ulong allowed, out ushort alias, out uint? expirySeconds)
    {
        (alias, expirySeconds) = (0, null);
        var properties = new PropertyReader(block, allowed);
        while (properties.Next())
        {
            if (properties.Id == PropertyId.TopicAlias)
            {
                alias = (ushort)properties.Number;
            }
            else if (properties.Id == PropertyId.MessageExpiryInterval)
            {
                expirySeconds = properties.Number;
            }
        }

        return properties.Fault;
    }

    /// <summary>An empty topic is lawful only where an alias stands for it (MQTT 5.0, section 3.3.2.1).</summary>
    private static ReasonCode FaultOfTopic(in PublishPacket packet)
    {
        if (packet.Topic.IsEmpty)
        {
            return packet.TopicAlias != 0 ? ReasonCode.Success : ReasonCode.ProtocolError;
        }

        return Utf8Text.IsTopicName(packet.Topic) ? ReasonCode.Success
            : Utf8Text.IsName(packet.Topic) ? ReasonCode.TopicNameInvalid
            : ReasonCode.MalformedPacket;
    }

    private static int BodySize(int topicLength, int payloadLength, QualityOfService qos, byte version) =>
        2 + topicLength + (qos == QualityOfService.AtMostOnce ? 0 : 2) + (version == ProtocolVersion.V5 ? 1 : 0) + payloadLength;
}

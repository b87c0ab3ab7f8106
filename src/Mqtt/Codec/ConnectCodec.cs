using System.Text;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Codec;

/// <summary>CONNECT (section 3.1 of both versions).</summary>
internal static class ConnectCodec
{
    private const byte CleanStartFlag = 0x02;
    private const byte WillFlag = 0x04;
    private const byte WillRetainFlag = 0x20;
    private const byte PasswordFlag = 0x40;
    private const byte UserNameFlag = 0x80;

    /// <returns>
    /// <see cref="ReasonCode.Success"/> with a packet; <see cref="ReasonCode.UnsupportedProtocolVersion"/> when it speaks another version of MQTT;
    /// else the fault.
    /// </returns>
    public static ReasonCode Read(ReadOnlySpan<byte> body, out ConnectPacket? packet, out byte version)
    {
        packet = null;
        var reader = new PacketReader(body);
        var protocol = reader.Text();
        version = reader.Byte();
        if (reader.Failed)
        {
            return ReasonCode.MalformedPacket;
        }

        if (!protocol.SequenceEqual("MQTT"u8))
        {
            return protocol.SequenceEqual("MQIsdp"u8) ? ReasonCode.UnsupportedProtocolVersion : ReasonCode.ProtocolError;
        }

        return version is ProtocolVersion.V311 or ProtocolVersion.V5
            ? ReadRest(ref reader, version, out packet)
            : ReasonCode.UnsupportedProtocolVersion;
    }

    public static void Write(PacketWriter writer, ConnectPacket packet)
    {
        writer.Begin(PacketType.Connect);
        writer.Binary("MQTT"u8);
        writer.Byte(packet.Version);
        writer.Byte(FlagsOf(packet));
        writer.TwoBytes(packet.KeepAliveSeconds);
        if (packet.Version == ProtocolVersion.V5)
        {
            PropertyListCodec.Write(writer, packet.Properties);
        }

        writer.Text(packet.ClientId);
        if (packet.Will is { } will)
        {
            if (packet.Version == ProtocolVersion.V5)
            {
                PropertyListCodec.Write(writer, will.Properties);
            }

            writer.Binary(will.Topic);
            writer.Binary(will.Payload);
        }

        if (packet.UserName is not null)
        {
            writer.Text(packet.UserName);
        }

        if (packet.Password is not null)
        {
            writer.Binary(packet.Password);
        }
    }

    private static ReasonCode ReadRest(ref PacketReader reader, byte version, out ConnectPacket? packet)
    {
        packet = null;
        var flags = reader.Byte();
        var keepAlive = reader.TwoBytes();
        if (reader.Failed || !IsLawful(flags, version))
        {
            return ReasonCode.MalformedPacket;
        }

        var properties = new PropertyList();
        if (version == ProtocolVersion.V5
            && PropertyListCodec.Read(ref reader, AllowedProperties.Connect, properties) is not ReasonCode.Success and var fault)
        {
            return fault;
        }

        var clientId = Encoding.UTF8.GetString(reader.Text());
        if (ReadWill(ref reader, flags, version, out var will) is not ReasonCode.Success and var willFault)
        {
            return willFault;
        }

        var userName = (flags & UserNameFlag) != 0 ? Encoding.UTF8.GetString(reader.Name()) : null;
        var password = (flags & PasswordFlag) != 0 ? reader.Binary().ToArray() : null;
        if (reader.Failed || !reader.AtEnd)
        {
            return ReasonCode.MalformedPacket;
        }

        packet = new ConnectPacket
        {
            Version = version,
            ClientId = clientId,
            CleanStart = (flags & CleanStartFlag) != 0,
            KeepAliveSeconds = keepAlive,
            Will = will,
            UserName = userName,
            Password = password,
            Properties = properties,
        };
        return ReasonCode.Success;
    }

    private static ReasonCode ReadWill(ref PacketReader reader, byte flags, byte version, out WillMessage? will)
    {
        will = null;
        if ((flags & WillFlag) == 0)
        {
            return ReasonCode.Success;
        }

        var properties = new PropertyList();
        if (version == ProtocolVersion.V5
            && PropertyListCodec.Read(ref reader, AllowedProperties.Will, properties) is not ReasonCode.Success and var fault)
        {
            return fault;
        }

        var topic = reader.Binary();
        var payload = reader.Binary();
        if (reader.Failed || !Utf8Text.IsName(topic))
        {
            return ReasonCode.MalformedPacket;
        }

        will = new WillMessage
        {
            Topic = topic.ToArray(),
            Payload = payload.ToArray(),
            Qos = (QualityOfService)((flags >> 3) & 3),
            Retain = (flags & WillRetainFlag) != 0,
            Properties = properties,
        };
        return Utf8Text.IsTopicName(topic) ? ReasonCode.Success : ReasonCode.TopicNameInvalid;
    }

    private static bool IsLawful(byte flags, byte version)
    {
        var willQos = (flags >> 3) & 3;
        var hasWill = (flags & WillFlag) != 0;
        return (flags & 1) == 0
            && willQos != 3
            && (hasWill || (willQos == 0 && (flags & WillRetainFlag) == 0))
            && (version == ProtocolVersion.V5 || (flags & UserNameFlag) != 0 || (flags & PasswordFlag) == 0);
    }

    private static byte FlagsOf(ConnectPacket packet)
    {
        var flags = packet.CleanStart ? CleanStartFlag : 0;
        if (packet.Will is { } will)
        {
            flags |= WillFlag | ((int)will.Qos << 3) | (will.Retain ? WillRetainFlag : 0);
        }

        flags |= packet.UserName is not null ? UserNameFlag : 0;
        flags |= packet.Password is not null ? PasswordFlag : 0;
        return (byte)flags;
    }
}

using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Tests.Codec;

/// <summary>One packet of each kind, with much in it, and a reader that tries every decoder.</summary>
internal static class Samples
{
    public static Dictionary<string, byte[]> Named(byte version) => new()
    {
        ["connect"] = Connect(version),
        ["connack"] = ConnAck(version),
        ["publish"] = Wire.Publish(version, "v/truck-7/telemetry", [1, 2, 3], QualityOfService.AtLeastOnce, 258, retain: true),
        ["puback"] = Wire.PubAck(258),
        ["pubrel"] = Wire.PubRel(258),
        ["subscribe"] = Wire.Subscribe(version, 3, "a/+", "b/#"),
        ["suback"] = SubAck(version),
        ["disconnect"] = Disconnect(version),
        ["pingreq"] = Wire.PingReq,
    };

    public static IEnumerable<byte[]> All(byte version) => Named(version).Values;

    public static void ReadAny(ReadOnlySpan<byte> bytes, byte version)
    {
        if (FixedHeader.TryRead(bytes, out var header) != ReadStatus.Complete)
        {
            return;
        }

        var body = bytes[Math.Min(header.HeaderLength, bytes.Length)..];
        ConnectCodec.Read(body, out _, out _);
        ConnAckCodec.Read(body, version, out _);
        PublishCodec.Read(body, header.Flags, version, AllowedProperties.PublishToServer, out _);
        PublishCodec.Read(body, header.Flags, version, AllowedProperties.PublishToClient, out _);
        AckCodec.Read(body, version, out _);
        SubscribeCodec.Read(body, PacketType.Subscribe, version, 10, out _);
        SubscribeCodec.Read(body, PacketType.Unsubscribe, version, 10, out _);
        SubscribeCodec.ReadAnswer(body, version, out _);
        DisconnectCodec.Read(body, PacketType.Disconnect, version, out _);
        DisconnectCodec.Read(body, PacketType.Auth, version, out _);
    }

    private static byte[] Connect(byte version)
    {
        var writer = new PacketWriter();
        var v5 = version == ProtocolVersion.V5;
        ConnectCodec.Write(writer, new ConnectPacket
        {
            Version = version,
            ClientId = "truck-7",
            CleanStart = true,
            KeepAliveSeconds = 60,
            UserName = "truck-7",
            Password = "secret"u8.ToArray(),
            Will = new WillMessage { Topic = "v/truck-7/status"u8.ToArray(), Payload = "gone"u8.ToArray(), Qos = QualityOfService.AtLeastOnce, Retain = true },
            Properties = v5 ? new PropertyList().With(PropertyId.ReceiveMaximum, 20).With(PropertyId.RequestProblemInformation, 1) : new(),
        });
        return writer.End().ToArray();
    }

    private static byte[] ConnAck(byte version)
    {
        var writer = new PacketWriter();
        var properties = version == ProtocolVersion.V5 ? new PropertyList().With(PropertyId.ReceiveMaximum, 64) : new();
        properties = version == ProtocolVersion.V5 ? properties.With(PropertyId.AssignedClientIdentifier, "auto-1") : properties;
        ConnAckCodec.Write(writer, version, new ConnAckPacket(false, 0) { Properties = properties });
        return writer.End().ToArray();
    }

    private static byte[] SubAck(byte version)
    {
        var writer = new PacketWriter();
        SubscribeCodec.WriteAnswer(writer, PacketType.SubAck, version, new SubAckPacket(3, [1, 0x80]));
        return writer.End().ToArray();
    }

    private static byte[] Disconnect(byte version)
    {
        var writer = new PacketWriter();
        var packet = new DisconnectPacket(ReasonCode.ServerBusy);
        packet.Properties.Add(Property.User("k", "v"));
        DisconnectCodec.Write(writer, PacketType.Disconnect, version, packet);
        return writer.End().ToArray();
    }
}

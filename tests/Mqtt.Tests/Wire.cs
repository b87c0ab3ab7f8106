using System.Text;
using EdgeRelay.Mqtt.Codec;
using EdgeRelay.Mqtt.Packets;

namespace EdgeRelay.Mqtt.Tests;

/// <summary>Packets as bytes.</summary>
internal static class Wire
{
    public static readonly byte[] PingReq = [0xC0, 0];

    /// <summary>The client's DISCONNECT.</summary>
    public static readonly byte[] Goodbye = [0xE0, 0];

    public static byte[] Connect(byte version, string clientId = "device-1", ushort keepAlive = 0, bool cleanStart = true, WillMessage? will = null, PropertyList? properties = null)
    {
        var writer = new PacketWriter();
        ConnectCodec.Write(writer, new ConnectPacket
        {
            Version = version,
            ClientId = clientId,
            CleanStart = cleanStart,
            KeepAliveSeconds = keepAlive,
            Will = will,
            Properties = properties ?? new PropertyList(),
        });
        return writer.End().ToArray();
    }

    public static byte[] Publish(byte version, string topic, byte[] payload, QualityOfService qos = QualityOfService.AtLeastOnce, ushort id = 1, bool duplicate = false, bool retain = false)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        var packet = new byte[PublishCodec.Size(name.Length, payload.Length, qos, version)];
        PublishCodec.Write(packet, version, name, payload, qos, retain, id, duplicate);
        return packet;
    }

    /// <summary>A 5.0 QoS 1 PUBLISH with one property block given as bytes.</summary>
    public static byte[] PublishWith(byte[] properties, string topic, ushort id = 1)
    {
        var writer = new PacketWriter().Begin(PacketType.Publish, flags: 2);
        writer.Text(topic);
        writer.TwoBytes(id);
        writer.Variable(properties.Length);
        writer.Raw(properties);
        return writer.End().ToArray();
    }

    public static byte[] Subscribe(byte version, ushort id, params string[] filters) =>
        Subscribe(version, id, [.. filters.Select(f => new TopicFilter(f, 1))], 0);

    public static byte[] Subscribe(byte version, ushort id, TopicFilter[] filters, uint identifier)
    {
        var writer = new PacketWriter();
        var packet = new SubscribePacket(id, filters);
        if (identifier != 0)
        {
            packet.Properties.With(PropertyId.SubscriptionIdentifier, identifier);
        }

        SubscribeCodec.Write(writer, PacketType.Subscribe, version, packet);
        return writer.End().ToArray();
    }

    public static byte[] Unsubscribe(byte version, ushort id, params string[] filters)
    {
        var writer = new PacketWriter();
        SubscribeCodec.Write(writer, PacketType.Unsubscribe, version, new SubscribePacket(id, [.. filters.Select(f => new TopicFilter(f, 0))]));
        return writer.End().ToArray();
    }

    public static byte[] PubRel(ushort id) => [0x62, 2, (byte)(id >> 8), (byte)id];

    public static byte[] PubAck(ushort id) => [0x40, 2, (byte)(id >> 8), (byte)id];

    public static byte[] PubRec(ushort id) => [0x50, 2, (byte)(id >> 8), (byte)id];

    public static byte[] PubComp(ushort id) => [0x70, 2, (byte)(id >> 8), (byte)id];

    /// <summary>The server's DISCONNECT of 5.0.</summary>
    public static byte[] Disconnect(ReasonCode reason) => [0xE0, 1, (byte)reason];

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];
}
